// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Resilience

extension ServerConfiguration {
    /// Takes over who gets in, and how often. Throws ``ConfigurationProblems``.
    mutating func applyProtection(_ values: SettingValues) throws(ConfigurationProblems) {
        self.apiKeys = values[.apiKeys].map(Setting.words) ?? []
        self.apiKeysFile = values[.apiKeysFile]
        self.rateLimits = Self.rateLimits(values)
        self.connectionsPerAddress =
            values[.connectionsPerAddress].flatMap { Int($0) } ?? self.connectionsPerAddress
        guard let proxies = values[.trustedProxies] else { return }
        do throws(TrustedProxies.Flaw) {
            self.trustedProxies = try TrustedProxies(proxies)
        } catch {
            let problem = ConfigurationProblem(subject: Setting.trustedProxies.name, message: error.description)
            throw ConfigurationProblems(problems: [problem])
        }
    }

    private static func rateLimits(_ values: SettingValues) -> RateLimits {
        guard values[.rateLimits] != "off" else { return .off }
        var limits = RateLimits()
        limits.voiceWebhooks = self.limit(values[.voiceRate]) ?? limits.voiceWebhooks
        limits.perCaller = self.limit(values[.callerRate]) ?? limits.perCaller
        limits.streams = self.limit(values[.streamRate]) ?? limits.streams
        limits.failedSignatures = self.limit(values[.forgeryRate]) ?? limits.failedSignatures
        limits.operatorReads = self.limit(values[.readRate]) ?? limits.operatorReads
        limits.operatorControl = self.limit(values[.controlRate]) ?? limits.operatorControl
        limits.failedKeys = self.limit(values[.wrongKeyRate]) ?? limits.failedKeys
        limits.capacity = values[.rateLimitEntries].flatMap { Int($0) } ?? limits.capacity
        return limits
    }

    private static func limit(_ text: String?) -> RateLimit? {
        text.flatMap(RateText.init).map { RateLimit($0.count, per: .seconds($0.seconds), burst: $0.burst) }
    }
}
