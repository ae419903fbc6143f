// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import TwilioCarrier

extension SwitchboardServer {
    /// Watches the event loops on which calls live. Ends after the calls have.
    var loopWatch: BackgroundService {
        let loops = Array(MultiThreadedEventLoopGroup.singleton.makeIterator())
        return BackgroundService("LoopWatch") {
            let pipes = await self.openPipes(into: loops)
            let watch = LoopWatch(
                loops,
                doors: pipes,
                sockets: self.manager.sockets,
                load: self.load,
                configuration: self.configuration.upkeep.loops,
                logger: self.logger(.calls)
            )
            self.loops.withLock { $0 = watch }
            await watch.run()
            for pipe in pipes { await pipe.close() }
        }
    }

    /// A pipe into each loop, or none at all.
    private func openPipes(into loops: [any EventLoop]) async -> [LoopPipe] {
        var pipes: [LoopPipe] = []
        do {
            for loop in loops { pipes.append(try await LoopPipe.open(into: loop)) }
            return pipes
        } catch {
            self.logger(.calls).warning(
                "event loops are watched by their heartbeats alone",
                metadata: ["error": "\(error)"]
            )
            for pipe in pipes { await pipe.close() }
            return []
        }
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
            logger: self.logger(.calls)
        )
        return BackgroundService("Janitor") { await janitor.run() }
    }
}
