// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import TelephonyAudio

/// A recogniser that fails as it must when it is asked to finish, and has one fault in what it hands over then.
struct ForgetfulRecogniser: SpeechRecogniser {
    enum Fault: Sendable {
        case keepsTooLittle
        case keepsTheWrongAudio
        case keepsWhatWasRecognised
        case mixesTheOrder
        case failsAfterCancel
        case finishesAfterAll
    }

    let name = "forgetful"
    let status = EngineStatus()
    let fault: Fault

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        Session(self.fault, eventLoop, deliver)
    }

    private final class Session: RecognitionSession {
        private let fault: Fault
        private let eventLoop: any EventLoop
        private let deliver: @Sendable (RecognitionEvent) -> Void
        private var stretches: [UnheardAudio.Stretch] = []
        private var isOver = false

        init(_ fault: Fault, _ eventLoop: any EventLoop, _ deliver: @escaping @Sendable (RecognitionEvent) -> Void) {
            self.fault = fault
            self.eventLoop = eventLoop
            self.deliver = deliver
        }

        func hear(_ audio: ByteBuffer, at offset: Duration) {
            self.stretches.append(.init(offset: offset, audio: ByteBuffer(bytes: audio.readableBytesView)))
        }

        func finish() {
            guard !self.isOver else { return }
            self.isOver = true
            let (deliver, fault) = (self.deliver, self.fault)
            let end = (self.stretches.last?.offset ?? .zero) - .milliseconds(200)
            self.eventLoop.execute {
                if fault == .keepsWhatWasRecognised {
                    deliver(.utterance(Utterance(text: "all", start: .zero, end: end, confidence: 1), endsTurn: true))
                }
                deliver(fault == .finishesAfterAll ? .finished : .failed(SpeechError(.engineFailure, "Broken.")))
            }
        }

        func cancel() {
            guard self.fault == .failsAfterCancel else { return self.isOver = true }
            self.finish()
        }

        func takeUnheard() -> UnheardAudio? {
            switch self.fault {
            case .keepsTooLittle: self.stretches.removeFirst(self.stretches.count / 2)
            case .keepsTheWrongAudio: self.stretches[0].audio = ByteBuffer(repeating: 0x55, count: 160)
            case .mixesTheOrder: self.stretches.swapAt(3, 4)
            case .keepsWhatWasRecognised, .failsAfterCancel, .finishesAfterAll: break
            }
            return UnheardAudio(stretches: self.stretches)
        }
    }
}
