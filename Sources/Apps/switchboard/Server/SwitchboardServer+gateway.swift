// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import Twilio

extension SwitchboardServer {
    /// What the gateway is told of the configuration.
    func gatewayConfiguration(_ monitor: HealthMonitor) throws -> GatewayConfiguration {
        var gateway = GatewayConfiguration(authTokens: self.configuration.authTokens.map(AuthToken.init))
        gateway.host = self.configuration.host
        gateway.port = self.configuration.port
        gateway.sharesPort = self.configuration.reusesPort
        gateway.publicURL = try self.configuration.publicURL.map(PublicURL.init)
        gateway.publicURLAliases = try self.configuration.publicURLAliases.map { try PublicURL($0) }
        gateway.peerURL = try self.configuration.peerURL.map { try PublicURL($0) }
        gateway.webhooks.resumes = self.configuration.resumes
        if let metrics = self.metrics { gateway.metrics = { metrics.document(accept: $0) } }
        gateway.health = self.healthSources(monitor)
        gateway.events = self.configuration.events
        gateway.accountSID = self.configuration.twilio.account.flatMap { AccountSID($0) }
        for (account, tokens) in self.configuration.twilio.subaccounts {
            guard let account = AccountSID(account) else { continue }
            gateway.accounts[account] = tokens.map(AuthToken.init)
        }
        gateway.sharedKeys = self.configuration.twilio.sharedKeys.mapValues(AuthToken.init)
        gateway.apiKeys = self.configuration.apiKeys
        gateway.keyRing = self.keyFile?.ring
        gateway.trustedProxies = self.configuration.trustedProxies
        gateway.rateLimits = self.configuration.rateLimits
        gateway.connectionsPerAddress = self.configuration.connectionsPerAddress
        gateway.calling = self.configuration.calling
        gateway.webhooks.gatherTurns = self.configuration.gatherTurns
        gateway.webhooks.gatherDeadline = self.configuration.gatherDeadline
        gateway.conversation = self.configuration.conversation
        gateway.listening = self.configuration.listening
        gateway.listeningAnnouncement = self.configuration.listeningAnnouncement
        gateway.environment = GatewayEnvironment(rawValue: self.configuration.environment.rawValue) ?? .production
        gateway.maximumConnections = min(gateway.maximumConnections, OpenFiles.connectionLimit)
        gateway.logLevels = self.logLevelSwitch
        gateway.version = Switchboard.versionText
        return gateway
    }
}
