// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// Collects all the audio of one request to a synthesiser. Lives on the event loop.
final class SpeechCollector {
    private var audio = ByteBuffer()
    private var session: (any SynthesisSession)?
    private let promise: EventLoopPromise<ByteBuffer>

    private init(_ promise: EventLoopPromise<ByteBuffer>) {
        self.promise = promise
    }

    /// The whole audio. Throws the synthesiser's error.
    static func collect(
        _ request: SynthesisRequest,
        from synthesiser: any SpeechSynthesiser,
        on eventLoop: any EventLoop
    ) async throws -> ByteBuffer {
        let promise = eventLoop.makePromise(of: ByteBuffer.self)
        eventLoop.execute {
            let collector = SpeechCollector(promise)
            let bound = NIOLoopBound(collector, eventLoop: eventLoop)
            collector.session = synthesiser.speak(request, on: eventLoop) { bound.value.take($0) }
        }
        return try await promise.futureResult.get()
    }

    private func take(_ event: SynthesisEvent) {
        switch event {
        case .word: break
        case .audio(var audio): self.audio.writeBuffer(&audio)
        case .finished: self.end(.success(self.audio))
        case .failed(let error): self.end(.failure(error))
        }
    }

    private func end(_ result: Result<ByteBuffer, any Error>) {
        // The session holds the closure that holds us.
        self.session = nil
        self.promise.completeWith(result)
    }
}
