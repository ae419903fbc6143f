// SPDX-License-Identifier: Apache-2.0

/// Where calls are kept, and how the store is reached that servers share.
struct StorageAccess: Sendable {
    /// Who keeps the calls.
    enum Kind: String, Sendable {
        case sqlite
        case supabase
        case postgres
    }

    var kind = Kind.sqlite
    var databaseURL: String?
    var databasePool = 8
    var databaseWait = Duration.seconds(1)
    var databaseTime = Duration.seconds(12)
    var databaseConnectTime = Duration.seconds(5)
    var databaseIdle = Duration.seconds(300)
    var databaseLife = Duration.seconds(1_800)
    var supabaseURL: String?
    var supabaseKey: String?
    var supabaseRequests = 8
    var supabaseTime = Duration.seconds(22)
    var batch = 500
    var batchBytes = 1_024 << 10
    var gathering = Duration.milliseconds(100)
    var attemptTime = Duration.seconds(20)
    var longestWait = Duration.seconds(30)
    /// For the last events at shutdown.
    var drain = Duration.seconds(10)
    /// How long the journal keeps what is over and delivered.
    var journalKeep = Duration.seconds(3_600)
    var journalBytes = 1_024 << 20
    /// How long a read waits for the shared store.
    var readTime = Duration.seconds(2)
    var retentionDays: Int?

    init() {}

    init(_ values: SettingValues) {
        self.kind = Self.kind(in: values)
        self.applyDatabase(values)
        self.supabaseURL = values[.supabaseURL]
        self.supabaseKey = values[.supabaseKey]
        self.supabaseRequests = values.number(.supabaseRequests) ?? self.supabaseRequests
        self.supabaseTime = values.seconds(.supabaseSeconds) ?? self.supabaseTime
        self.batch = values.number(.deliveryBatch) ?? self.batch
        self.batchBytes = values.number(.deliveryBytes).map { $0 << 10 } ?? self.batchBytes
        self.gathering = values.number(.deliveryGathering).map { .milliseconds($0) } ?? self.gathering
        self.attemptTime = values.seconds(.deliverySeconds) ?? self.attemptTime
        self.longestWait = values.seconds(.deliveryWait) ?? self.longestWait
        self.drain = values.seconds(.deliveryDrain) ?? self.drain
        self.journalKeep = values.seconds(.journalKeep) ?? self.journalKeep
        self.journalBytes = values.number(.journalSize).map { $0 << 20 } ?? self.journalBytes
        self.readTime = values.seconds(.readSeconds) ?? self.readTime
        self.retentionDays = values.number(.retentionDays)
    }

    private mutating func applyDatabase(_ values: SettingValues) {
        self.databaseURL = values[.databaseURL]
        self.databasePool = values.number(.databasePool) ?? self.databasePool
        self.databaseWait = values.seconds(.databaseWait) ?? self.databaseWait
        self.databaseTime = values.seconds(.databaseSeconds) ?? self.databaseTime
        self.databaseConnectTime = values.seconds(.databaseConnectSeconds) ?? self.databaseConnectTime
        self.databaseIdle = values.seconds(.databaseIdleSeconds) ?? self.databaseIdle
        self.databaseLife = values.seconds(.databaseLifeSeconds) ?? self.databaseLife
    }

    /// What a log must never show.
    var secrets: [String] {
        [self.supabaseKey, self.databaseURL, self.databaseURL.flatMap(Self.password)].compactMap(\.self)
    }

    private static func password(in url: String) -> String? {
        guard let scheme = url.firstRange(of: "://"), let at = url[scheme.upperBound...].lastIndex(of: "@"),
            let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
        else { return nil }
        let password = String(url[url.index(after: colon)..<at])
        return password.isEmpty ? nil : password
    }

    /// In production Supabase unless another is named; elsewhere the file, whatever else is set.
    static func kind(in values: SettingValues) -> Kind {
        values[.store].flatMap(Kind.init) ?? (values[.environment] == "production" ? .supabase : .sqlite)
    }

    /// What is missing, or cannot be meant, in words.
    static func problems(in values: SettingValues, isProduction: Bool) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func refuse(_ setting: Setting, _ message: String) {
            problems.append(ConfigurationProblem(subject: setting.name, message: message))
        }
        switch self.kind(in: values) {
        case .sqlite: break
        case .postgres:
            if values[.databaseURL] == nil {
                refuse(.databaseURL, "is missing; STORE=postgres needs postgresql://USER:PASSWORD@HOST:5432/NAME")
            }
        case .supabase where isProduction:
            // What is missing is in the list of the five already.
            break
        case .supabase:
            for setting in [Setting.supabaseURL, .supabaseKey] where values[setting] == nil {
                refuse(setting, "is missing; take it from the project's API settings, or set STORE=sqlite")
            }
        }
        return problems + Self.refusals(StorageAccess(values))
    }
}
