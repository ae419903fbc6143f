// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import ServiceLifecycle
import TwilioCarrier
import UnixSignals

extension SwitchboardServer {
    /// Everything that runs, in the order in which it is started; shut down in the reverse order. SIGHUP is heeded to the
    /// end. Traces end after the others: what those do until then is in them.
    func services(
        _ gateway: Gateway,
        _ monitor: HealthMonitor,
        _ carrier: TwilioCarrier?,
        hangups: UnixSignalsSequence?
    ) -> [any Service] {
        var services: [any Service] = [
            HangupSignalService(
                keyFile: self.keyFile,
                levels: self.logs?.reload,
                signals: hangups,
                logger: self.logger
            )
        ]
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
