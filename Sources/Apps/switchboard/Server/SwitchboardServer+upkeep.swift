// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import NIOPosix
import ServiceLifecycle
import TwilioCarrier

extension SwitchboardServer {
    /// Watches the event loops on which calls live. Ends after the calls have.
    var loopWatch: BackgroundService {
        let watch = LoopWatch(
            MultiThreadedEventLoopGroup.singleton.makeIterator(),
            sockets: self.manager.sockets,
            load: self.load,
            configuration: self.configuration.upkeep.loops,
            logger: self.logger
        )
        return BackgroundService("LoopWatch") { await watch.run() }
    }

    /// Ends calls that everybody has forgotten.
    func janitor(_ carrier: TwilioCarrier?) -> BackgroundService {
        guard self.configuration.upkeep.hasJanitor else {
            return BackgroundService("Janitor(off)") { try? await gracefulShutdown() }
        }
        var configuration = self.configuration.upkeep.janitor
        configuration.account = self.configuration.twilio.account
        let janitor = Janitor(
            manager: self.manager,
            carrier: carrier,
            configuration: configuration,
            name: { EventID(naming: $0) },
            logger: self.logger
        )
        return BackgroundService("Janitor") { await janitor.run() }
    }
}
