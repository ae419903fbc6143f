// SPDX-License-Identifier: Apache-2.0

/// The Twilio account, and how its API is reached.
struct TwilioAccess: Sendable {
    var account: String?
    /// Tokens of subaccounts, by their SIDs.
    var subaccounts: [String: [String]] = [:]
    /// Secrets of shared keys, by the keys' names.
    var sharedKeys: [String: String] = [:]
    /// The number that calls out show.
    var number: String?
    var apiKey: String?
    var apiSecret: String?
    var region: String?
    var edge: String?
    var apiURL: String?

    init() {}

    init(_ values: SettingValues) {
        self.account = values[.twilioAccount]
        for pair in Setting.pairs(in: values[.twilioSubaccounts] ?? "") {
            self.subaccounts[pair.name, default: []].append(pair.secret)
        }
        for pair in Setting.pairs(in: values[.twilioSharedKeys] ?? "") { self.sharedKeys[pair.name] = pair.secret }
        self.number = values[.twilioNumber]
        self.apiKey = values[.twilioAPIKey]
        self.apiSecret = values[.twilioAPISecret]
        self.region = values[.twilioRegion]
        self.edge = values[.twilioEdge]
        self.apiURL = values[.twilioAPIURL]
    }

    /// What a log must never show.
    var secrets: [String] {
        self.subaccounts.values.flatMap(\.self) + Array(self.sharedKeys.values) + [self.apiSecret].compactMap(\.self)
    }
}
