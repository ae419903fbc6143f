// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting

/// A synthesiser with one fault, to see that the conformance suite finds it.
struct FaultySynthesiser: SpeechSynthesiser {
    enum Fault: Sendable {
        case deliversInSpeak
        case deliversAfterCancel
        case neverFinishes
        case isSilent
        case wordsComeLate
        case emptyPieces
    }

    let name = "faulty"
    let fault: Fault

    var status: EngineStatus { EngineStatus() }

    func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        if self.fault == .deliversInSpeak { deliver(.finished) }
        let fault = self.fault
        let session = ToneSynthesiser().speak(request, on: eventLoop) { event in
            switch (fault, event) {
            case (.neverFinishes, .finished): break
            case (.isSilent, .audio(let audio)):
                deliver(.audio(ByteBuffer(repeating: 0xFF, count: audio.readableBytes)))
            case (.wordsComeLate, .word(let word, let end)):
                // Two words behind, but in order.
                deliver(.word(word, end: max(.zero, end - .seconds(1))))
            case (.emptyPieces, .audio):
                deliver(event)
                deliver(.audio(ByteBuffer()))
            default: deliver(event)
            }
        }
        guard fault == .deliversAfterCancel else { return session }
        // However fast the honest engine was, something comes after the cancellation.
        return Session { eventLoop.execute { deliver(.finished) } }
    }

    private final class Session: SynthesisSession {
        private let onCancel: @Sendable () -> Void

        init(onCancel: @escaping @Sendable () -> Void) {
            self.onCancel = onCancel
        }

        func cancel() {
            self.onCancel()
        }
    }
}
