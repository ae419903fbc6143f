// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP

extension LiveEventLimits {
    /// The bounds that the settings say.
    init(_ values: SettingValues) {
        self.init()
        self.readers = values.number(.eventReaders) ?? self.readers
        self.remembered = values.number(.eventsRemembered) ?? self.remembered
        self.rememberedBytes = values.number(.eventsRememberedSize).map { $0 << 10 } ?? self.rememberedBytes
        self.heartbeat = values.seconds(.eventsHeartbeat) ?? self.heartbeat
    }
}
