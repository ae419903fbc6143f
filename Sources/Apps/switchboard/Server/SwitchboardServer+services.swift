// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import ServiceLifecycle
import TwilioCarrier
import UnixSignals

extension SwitchboardServer {
    /// Everything that runs, in the order in which it is started; shut down in the reverse order. SIGHUP, where it
    /// is trapped, is heeded to the end. Traces end after the others: what those do until then is in them.
    func services(
        _ gateway: Gateway,
        _ monitor: HealthMonitor,
        _ carrier: TwilioCarrier?,
        hangups: UnixSignalsSequence?
    ) -> [any Service] {
        let (keys, levels, logger) = (self.keyFile, self.logs?.reload, self.logger)
        var services: [any Service] = []
        if let hangups {
            services.append(HangupSignalService(keyFile: keys, levels: levels, signals: hangups, logger: logger))
        }
        if let traces = self.traces { services.append(traces) }
        services += self.storageServices
        services.append(JournalService(journal: self.journal))
        services += self.speechServices
        services += [self.loopWatch, BackgroundService("HealthMonitor") { await monitor.run() }, gateway]
        services += [CallsService(manager: self.manager, gateway: gateway), self.janitor(carrier)]
        if let levels = self.logLevelService { services.append(levels) }
        return services
    }
}
