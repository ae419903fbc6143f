// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Synchronization
import TelephonyAudio

/// A recogniser of numbered frames that breaks when it is told to, and hands over what it has not recognised.
final class FragileEars: SpeechRecogniser {
    /// When it breaks.
    enum Failure: Sendable, Hashable {
        case never
        case whenOpened
        /// When it has taken so many frames; from within `hear` or in a later turn of the event loop.
        case afterFrames(Int, inTheCall: Bool)
        /// When it is asked to finish; after having recognised what it has, or before.
        case whenFinished
    }

    struct Plan: Sendable {
        var failure = Failure.never
        /// Frames that make an utterance.
        var words = 5
        /// It is away from this frame on, and reports nothing more until it is back.
        var awayFrom: Int?
        var backAt: Int?
        /// How much of what it has taken is told as its backlog, for an engine that is slow.
        var isSlow = false
        var state = EngineStatus.State.ok
    }

    struct Ledger {
        var opened = 0
        var cancels = 0
        var finishes = 0
        /// Frames taken in the latest turn of the event loop, for the pace.
        var frames = 0
        var sessions: [NIOLoopBound<Session>] = []
    }

    let name: String
    let plan: Plan
    let ledger = Mutex(Ledger())

    init(_ name: String = "fragile", _ plan: Plan = Plan()) {
        self.name = name
        self.plan = plan
    }

    var status: EngineStatus { EngineStatus(state: self.plan.state, detail: "\(self.name) speaking") }

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        let session = Session(self, eventLoop, deliver)
        self.ledger.withLock {
            $0.opened += 1
            $0.sessions.append(NIOLoopBound(session, eventLoop: eventLoop))
        }
        if self.plan.failure == .whenOpened { session.failLater() }
        return session
    }

    final class Session: RecognitionSession {
        static let error = SpeechError(.unavailable, "Broken.")
        private let ears: FragileEars
        private let eventLoop: any EventLoop
        private let deliver: @Sendable (RecognitionEvent) -> Void
        private var unheard: [UnheardAudio.Stretch] = []
        private var frames = 0
        private var isAway = false
        private var isOver = false
        private(set) var backlog = Duration.zero

        init(
            _ ears: FragileEars,
            _ eventLoop: any EventLoop,
            _ deliver: @escaping @Sendable (RecognitionEvent) -> Void
        ) {
            self.ears = ears
            self.eventLoop = eventLoop
            self.deliver = deliver
        }

        func hear(_ audio: ByteBuffer, at offset: Duration) {
            guard !self.isOver else { return }
            var audio = audio
            var place = offset
            while let frame = audio.readSlice(length: min(160, audio.readableBytes)), frame.readableBytes > 0 {
                self.unheard.append(.init(offset: place, audio: ByteBuffer(bytes: frame.readableBytesView)))
                self.frames += 1
                self.ears.ledger.withLock { $0.frames += 1 }
                place += .telephonyFrame
                self.tookFrame(at: place)
            }
        }

        private func tookFrame(at place: Duration) {
            guard !self.isOver else { return }
            if self.frames == self.ears.plan.awayFrom {
                self.isAway = true
                self.deliver(.suspended(at: place))
            }
            if self.frames == self.ears.plan.backAt, self.isAway { self.isBack(at: place) }
            if self.ears.plan.isSlow { return self.backlog = .telephonyFrame * self.unheard.count }
            if !self.isAway, self.unheard.count >= self.ears.plan.words { self.recognise() }
            if case .afterFrames(self.frames, let inTheCall) = self.ears.plan.failure {
                inTheCall ? self.fail() : self.failLater()
            }
        }

        private func isBack(at place: Duration) {
            self.isAway = false
            self.deliver(.resumed(at: place))
        }

        /// Makes words of all it has.
        func recognise() {
            let words = self.unheard.compactMap { stretch in
                Self.number(of: stretch.audio).map {
                    Word(text: $0, start: stretch.offset, end: stretch.offset + .telephonyFrame, confidence: 1)
                }
            }
            self.unheard = []
            self.backlog = .zero
            guard let first = words.first, let last = words.last, !self.isOver else { return }
            let text = words.map(\.text).joined(separator: " ")
            let utterance = Utterance(text: text, start: first.start, end: last.end, confidence: 1, words: words)
            self.deliver(.utterance(utterance, endsTurn: false))
        }

        private static func number(of frame: ByteBuffer) -> String? {
            let bytes = Array(frame.readableBytesView.prefix(2))
            guard bytes.count == 2, bytes[0] < 0x80, bytes[1] < 0x80 else { return nil }
            return String(Int(bytes[0]) << 7 | Int(bytes[1]))
        }

        func finish() {
            self.ears.ledger.withLock { $0.finishes += 1 }
            guard self.ears.plan.failure != .whenFinished else { return self.failLater() }
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            self.eventLoop.execute {
                let session = bound.value
                if session.isAway { session.isBack(at: .zero) }
                session.recognise()
                guard !session.isOver else { return }
                session.isOver = true
                session.deliver(.finished)
            }
        }

        func failLater() {
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            self.eventLoop.execute { bound.value.fail() }
        }

        private func fail() {
            guard !self.isOver else { return }
            self.isOver = true
            self.deliver(.failed(Self.error))
        }

        func cancel() {
            self.isOver = true
            self.ears.ledger.withLock { $0.cancels += 1 }
        }

        func takeUnheard() -> UnheardAudio? {
            defer { self.unheard = [] }
            return self.unheard.isEmpty ? nil : UnheardAudio(stretches: self.unheard)
        }
    }
}
