// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import Deepgram
import Logging
import NIOCore
import ServiceLifecycle
import SpeechCache

/// What runs behind Deepgram's engines: renders what every caller is told, and at the end closes the connections.
struct DeepgramService: Service {
    let pool: ListenPool
    let http: HTTPClient
    let speaking: SpeakPool?
    let cache: CachedSynthesiser?
    let prerendered: [SynthesisRequest]
    let eventLoops: any EventLoopGroup
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.prerender()
            try? await gracefulShutdown()
        }
        await self.pool.shutdown()
        if let speaking {
            for eventLoop in self.eventLoops.makeIterator() { eventLoop.execute { speaking.close(on: eventLoop) } }
        }
        try await self.http.shutdown()
    }

    /// Calls do not wait for it: what is not there yet is rendered when it is first said.
    private func prerender() async {
        guard let cache, !self.prerendered.isEmpty else { return }
        let started = ContinuousClock.now
        let outcome = await cache.prerender(self.prerendered, on: self.eventLoops)
        self.logger.info(
            "prompts rendered",
            metadata: [
                "speech.ready": "\(outcome.ready)", "speech.texts": "\(outcome.total)",
                "speech.ms": "\(Int((ContinuousClock.now - started) / .milliseconds(1)))",
            ]
        )
    }
}
