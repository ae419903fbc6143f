// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Logging
import Telemetry
import Twilio

extension ServerConfiguration {
    /// Builds the configuration from the settings in force.
    ///
    /// - Parameters:
    ///   - values: the settings.
    ///   - randomToken: makes the auth token that development uses when there is none.
    /// - Throws: ``ConfigurationProblems`` with all problems at once.
    init(_ values: SettingValues, randomToken: () -> String) throws(ConfigurationProblems) {
        var problems = values.problems
        let isProduction = values[.environment] == "production"
        if isProduction { problems += Self.missing(in: values) }
        problems += Self.contradictions(in: values, isProduction: isProduction)
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }

        let tokens = [values[.twilioToken], values[.twilioSecondToken]].compactMap(\.self)
        self.init(authTokens: tokens.isEmpty ? [randomToken()] : tokens)
        self.apply(values)
        try self.applyProtection(values)
        self.applyCalling(values)
        self.applyMedia(values)
        self.substitutions = Self.substitutions(in: values)
    }

    private mutating func apply(_ values: SettingValues) {
        self.environment = values[.environment].flatMap(Environment.init) ?? self.environment
        self.host = values[.host] ?? self.host
        self.port = values[.port].flatMap { Int($0) } ?? self.port
        self.reusesPort = values[.reusePort] == "on"
        self.publicURL = values[.publicURL].map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        self.publicURLAliases = Setting.words(in: values[.publicURLAliases] ?? "")
        self.peerURL = values[.peerURL]
        self.closingGroup = values.number(.closingGroup) ?? self.closingGroup
        self.resumes = values.number(.resumes) ?? self.resumes
        self.upkeep = UpkeepSettings(values)
        self.health = HealthSettings(values)
        self.events = LiveEventLimits(values)
        self.twilio = TwilioAccess(values)
        self.sqlitePath = values[.sqlitePath] ?? "\(values[.dataDirectory] ?? "data")/switchboard.sqlite"
        self.storage = StorageAccess(values)
        self.survivesPowerLoss = values[.sqliteSynchronous] != "normal"
        self.applySpeech(values)
        self.dialoguePath = values[.dialogue]
        self.transferNumber = values[.transferNumber]
        self.maximumCalls = values[.maximumCalls].flatMap { Int($0) } ?? self.maximumCalls
        self.drain = values[.drainSeconds].flatMap { Int($0) }.map { .seconds($0) } ?? self.drain
        self.logLevels = values[.logLevel].flatMap { try? LogComponent.levels($0) } ?? self.logLevels
        self.allowsCoreDumps = values[.coreDumps] == "on"
        self.hasMetrics = values[.metrics] != "off"
        self.logFormat = values[.logFormat].flatMap { LogFormat(rawValue: $0) } ?? self.logFormat
        self.traces = TraceSettings(values)
    }

    /// In production the five of the big three are needed, unless a replacement is chosen in words.
    private static func missing(in values: SettingValues) -> [ConfigurationProblem] {
        var needed: [(Setting, String)] = [
            (.twilioAccount, "take it from the console's start page"),
            (.twilioToken, "take it from the console's start page; without it webhooks cannot be checked"),
            (.publicURL, "set it to the https:// address that Twilio calls; signatures are checked against it"),
        ]
        if values[.store] == nil || values[.store] == "supabase" {
            let mend = "take it from the project's API settings, or set STORE=sqlite"
            needed += [(.supabaseURL, mend), (.supabaseKey, mend)]
        }
        if values[.speech] == nil || values[.speech] == "deepgram" {
            needed.append((.deepgramKey, "create one in the Deepgram console, or set SPEECH=offline"))
        }
        let problems = needed.filter { values[$0.0] == nil }.map {
            ConfigurationProblem(subject: $0.0.name, message: "is missing; \($0.1)")
        }
        return problems + self.malformed(in: values)
    }

    /// What may pass on a laptop and not in production.
    private static func malformed(in values: SettingValues) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func refuse(_ setting: Setting, _ message: String) {
            problems.append(ConfigurationProblem(subject: setting.name, message: message))
        }
        if values[.publicURL]?.hasPrefix("http://") == true {
            refuse(.publicURL, "must be https:// in production: Twilio streams to wss:// only")
        }
        if values[.rateLimits] == "off" { refuse(.rateLimits, "is off, which is for measurements; remove it") }
        if values[.speech] == "none" {
            refuse(.speech, "is none, which is for measurements; set SPEECH=offline")
        }
        for setting in [Setting.twilioToken, .twilioSecondToken] {
            guard let token = values[setting], !Setting.isAuthToken(token) else { continue }
            refuse(setting, "is no auth token: 32 hexadecimal digits, as the console shows it")
        }
        return problems
    }

    /// What does not go together, and what the agreement names and this version does not have: refused in words, never
    /// ignored.
    private static func contradictions(in values: SettingValues, isProduction: Bool) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if values[.listening] == "everything", values[.listeningDial] == nil {
            let message = "is missing; LISTENING=everything needs somebody to connect callers with"
            problems.append(ConfigurationProblem(subject: Setting.listeningDial.name, message: message))
        }
        for address in Setting.words(in: values[.publicURLAliases] ?? "") where (try? PublicURL(address)) == nil {
            let message = "has a word that is no address: https:// and a host, for example https://a.voice.example.com"
            problems.append(ConfigurationProblem(subject: Setting.publicURLAliases.name, message: message))
        }
        if (values[.twilioAPIKey] == nil) != (values[.twilioAPISecret] == nil) {
            let message = "goes with TWILIO_API_SECRET; set both or neither"
            problems.append(ConfigurationProblem(subject: Setting.twilioAPIKey.name, message: message))
        }
        problems += TraceSettings.problems(in: values)
        problems += StorageAccess.problems(in: values, isProduction: isProduction)
        if Self.speechEngine(in: values) == .deepgram {
            problems += DeepgramAccess.problems(in: values, isProduction: isProduction)
        }
        return problems
    }

    private static func substitutions(in values: SettingValues) -> [String] {
        var substitutions: [String] = []
        if values[.twilioToken] == nil {
            substitutions.append("TWILIO_AUTH_TOKEN is not set: a random one is used, so only the simulator can call")
        }
        if values[.publicURL] == nil { substitutions.append("PUBLIC_URL is not set: the local address is used") }
        if values[.store] == nil, StorageAccess.kind(in: values) == .sqlite {
            substitutions.append("STORE is not set: calls are kept in SQLite")
        }
        if Self.speechEngine(in: values) == .offline, values[.speech] == nil {
            substitutions.append("DEEPGRAM_API_KEY is not set: the embedded engines listen and speak")
        }
        if values[.dialogue] == nil { substitutions.append("DIALOGUE is not set: the example of a restaurant is used") }
        return substitutions
    }
}
