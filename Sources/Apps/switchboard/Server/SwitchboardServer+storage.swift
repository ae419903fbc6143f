// SPDX-License-Identifier: Apache-2.0

import CallCore
import ServiceLifecycle

extension SwitchboardServer {
    /// What runs for the store: the way to the one that servers share, and the erasing of what is too old. Started
    /// before the journal, and so shut down after it.
    var storageServices: [any Service] {
        var services: [any Service] = []
        if let shared = self.storage.shared {
            services.append(DeliveryService(shared: shared, logger: self.logger(.store)))
        }
        guard let days = self.configuration.storage.retentionDays else { return services }
        let retention = Retention(
            Retention.Configuration(days: days),
            eraser: self.storage.store,
            logger: self.logger(.store)
        )
        services.append(BackgroundService("Retention(\(days) days)") { await retention.run() })
        return services
    }
}
