// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Synchronization

/// A recogniser that hears what the test says was said.
final class ScriptedEars: SpeechRecogniser {
    struct State {
        var deliver: [@Sendable (RecognitionEvent) -> Void] = []
        var requests: [RecognitionRequest] = []
        var offsets: [Duration] = []
        var bytes = 0
        var finishes = 0
        var cancels = 0
        /// What is reported between `finish()` and `finished`.
        var lastWords: [Utterance] = []
        var answersFinish = true
        var opening: RecognitionEvent?
        var opensInTheCall = false
        var backlog = Duration.zero
        var unheard: UnheardAudio?
        /// The engine at work, where it is another one.
        var engine: String?
    }

    private final class Session: RecognitionSession {
        private let ears: ScriptedEars
        private let eventLoop: any EventLoop
        private let deliver: @Sendable (RecognitionEvent) -> Void

        init(
            _ ears: ScriptedEars,
            _ eventLoop: any EventLoop,
            _ deliver: @escaping @Sendable (RecognitionEvent) -> Void
        ) {
            self.ears = ears
            self.eventLoop = eventLoop
            self.deliver = deliver
        }

        func hear(_ audio: ByteBuffer, at offset: Duration) {
            self.ears.state.withLock {
                $0.offsets.append(offset)
                $0.bytes += audio.readableBytes
            }
        }

        func finish() {
            let (words, answers) = self.ears.state.withLock { state in
                state.finishes += 1
                return (state.lastWords, state.answersFinish)
            }
            let deliver = self.deliver
            guard answers else { return }
            self.eventLoop.execute {
                for utterance in words { deliver(.utterance(utterance, endsTurn: true)) }
                deliver(.finished)
            }
        }

        var backlog: Duration { self.ears.state.withLock { $0.backlog } }
        var engine: String? { self.ears.state.withLock { $0.engine } }
        func takeUnheard() -> UnheardAudio? { self.ears.state.withLock { $0.unheard } }

        func cancel() { self.ears.state.withLock { $0.cancels += 1 } }
    }

    let name = "ears"
    let state = Mutex(State())

    var status: EngineStatus { EngineStatus() }

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        let (opening, isSynchronous) = self.state.withLock { state in
            state.deliver.append(deliver)
            state.requests.append(request)
            return (state.opening, state.opensInTheCall)
        }
        if let opening {
            if isSynchronous { deliver(opening) } else { eventLoop.execute { deliver(opening) } }
        }
        return Session(self, eventLoop, deliver)
    }

    /// Reports an event of the latest session. On its event loop.
    func report(_ event: RecognitionEvent) {
        self.state.withLock { $0.deliver.last }?(event)
    }
}
