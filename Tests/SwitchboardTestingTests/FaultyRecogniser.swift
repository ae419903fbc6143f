// SPDX-License-Identifier: Apache-2.0

import CallCore
import Dispatch
import NIOCore
import NIOPosix
import SwitchboardTesting

/// A recogniser with one fault, to see that the conformance suite finds it.
struct FaultyRecogniser: SpeechRecogniser {
    enum Fault: Sendable {
        case deliversInOpen
        case deliversOnAnotherThread
        case deliversAfterCancel
        case finishesTwice
        case neverFinishes
        case forgetsTheStart
        case inventsWords
        case countsTimesFromTheSentence
        case claimsABacklog
    }

    let name = "faulty"
    let fault: Fault
    private let honest = ScriptedRecogniser { _ in ["when are you open"] }

    init(_ fault: Fault) {
        self.fault = fault
    }

    var status: EngineStatus { EngineStatus() }

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        if self.fault == .deliversInOpen { deliver(.speechStarted(at: .zero)) }
        let fault = self.fault
        let session = self.honest.open(request, on: eventLoop) { event in
            switch (fault, event) {
            case (.neverFinishes, .finished), (.forgetsTheStart, .speechStarted): break
            case (.finishesTwice, .finished):
                deliver(event)
                deliver(event)
            case (.inventsWords, .finished):
                deliver(.utterance(Utterance(text: "boo", start: .zero, end: .zero, confidence: 1), endsTurn: true))
                deliver(event)
            case (.deliversOnAnotherThread, .speechStarted):
                // The loop waits for it, so that it comes in its order.
                let delivered = DispatchSemaphore(value: 0)
                NIOThreadPool.singleton.submit { _ in
                    deliver(event)
                    delivered.signal()
                }
                delivered.wait()
            default: deliver(event)
            }
        }
        return Session(session, fault) { eventLoop.execute { deliver(.finished) } }
    }

    private final class Session: RecognitionSession {
        private let honest: any RecognitionSession
        private let fault: Fault
        private let finishLate: @Sendable () -> Void

        init(_ honest: any RecognitionSession, _ fault: Fault, finishLate: @escaping @Sendable () -> Void) {
            self.honest = honest
            self.fault = fault
            self.finishLate = finishLate
        }

        func hear(_ audio: ByteBuffer, at offset: Duration) {
            guard self.fault == .countsTimesFromTheSentence else { return self.honest.hear(audio, at: offset) }
            self.honest.hear(audio, at: offset >= .seconds(10) ? offset - .seconds(9) : offset)
        }

        var backlog: Duration { self.fault == .claimsABacklog ? .seconds(1) : .zero }

        func finish() { self.honest.finish() }

        func cancel() {
            self.honest.cancel()
            if self.fault == .deliversAfterCancel { self.finishLate() }
        }
    }
}
