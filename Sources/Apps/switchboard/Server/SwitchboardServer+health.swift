// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import Synchronization
import TwilioREST

extension SwitchboardServer {
    /// Looks at all that this server depends on.
    func healthMonitor(_ client: TwilioClient?) -> HealthMonitor {
        let secrets = self.configuration.secrets.filter { $0.utf8.count >= 6 }
        return HealthMonitor(
            self.healthChecks(client),
            redact: { text in secrets.reduce(text) { $0.replacing($1, with: "[redacted]") } },
            logger: self.logger(.server)
        )
    }

    private func healthChecks(_ client: TwilioClient?) -> [HealthCheck] {
        let checks = HealthChecks(settings: self.configuration.health)
        let folder = self.configuration.sqlitePath.lastIndex(of: "/").map { self.configuration.sqlitePath[..<$0] }
        var all = [
            checks.journal(self.journal, self.storage.file), checks.disk(folder.map { String($0) + "/" } ?? "."),
            checks.eventLoops(
                { self.loops.withLock(\.self).map { ($0.lag, $0.hanging, $0.count) } },
                bound: self.configuration.upkeep.bounds.lag
            ),
        ]
        if let shared = self.storage.shared { all.append(checks.store(shared)) }
        if self.configuration.speech != .none {
            all.append(checks.recogniser(self.manager.recogniser, isNeeded: self.needsEngines))
            all.append(checks.synthesiser(self.manager.synthesiser, isNeeded: self.needsEngines))
        }
        if let deepgram = self.deepgram { all.append(checks.deepgram(deepgram)) }
        if let client {
            all.append(checks.twilio(TwilioReach(client, interval: self.configuration.health.twilio)))
        }
        return all
    }

    /// Without them calls go to the carrier's questions, or to a person, if the settings say so. The embedded engines are
    /// this server's own: where they are broken another server is better.
    private var needsEngines: Bool {
        self.configuration.speech == .offline || self.configuration.speechFallback == .offline
    }

    /// What the gateway tells of all that.
    func healthSources(_ monitor: HealthMonitor) -> HealthSources {
        var sources = HealthSources()
        if let shared = self.storage.shared { sources.sharedStore = { shared.status } }
        let load = self.load
        sources.report = { monitor.report }
        sources.loops = { self.loops.withLock(\.self).map { ($0.lag, $0.hanging) } }
        sources.overload = { load.reasons }
        return sources
    }
}
