// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import ServiceLifecycle
import TwilioCarrier

extension SwitchboardServer {
    /// Everything that runs, in the order in which it is started; shut down in the reverse order. Traces end last: what
    /// the others do until then is in them.
    func services(
        _ gateway: Gateway,
        _ monitor: HealthMonitor,
        _ carrier: TwilioCarrier?,
        isTrapping: Bool
    ) -> [any Service] {
        var services: [any Service] = self.traces.map { [$0] } ?? []
        services += self.storageServices
        services.append(JournalService(journal: self.journal))
        services += self.speechServices
        services += [self.loopWatch, BackgroundService("HealthMonitor") { await monitor.run() }, gateway]
        services += [CallsService(manager: self.manager, gateway: gateway), self.janitor(carrier)]
        services.append(
            HangupSignalService(
                keyFile: self.keyFile,
                levels: self.logs?.reload,
                isTrapping: isTrapping,
                logger: self.logger
            )
        )
        if let levels = self.logLevelService { services.append(levels) }
        return services
    }
}
