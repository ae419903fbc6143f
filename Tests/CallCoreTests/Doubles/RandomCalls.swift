// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import CallCore

/// Calls of every kind, to which everything happens that can, drawn from a seed. Lives on the stage's event loop.
final class RandomCalls {
    private enum Session {
        case conversation(CallSession, PlayoutLine)
        case relay(RelaySession, SpokenWords)
        case listening(ListeningSession, PlayoutLine)

        var live: any LiveCall {
            switch self {
            case .conversation(let session, _): session
            case .relay(let session, _): session
            case .listening(let session, _): session
            }
        }

        var isOver: Bool {
            switch self {
            case .conversation(let session, _): session.assumeIsolated { $0.hasEnded && $0.ending != nil }
            case .relay(let session, _): session.assumeIsolated { $0.hasEnded && $0.ending != nil }
            case .listening(let session, _): session.assumeIsolated { $0.hasEnded && $0.ending != nil }
            }
        }
    }

    private static let terminations: [CallTermination] = [.operatorHungUp, .held, .drained, .internalError]
    private static let steps: [NextStep] = [
        .resume, .hangUp, .hold, .gather, .voicemail, .transfer(to: "+12025550111"),
    ]

    private let stage: CallStage
    private var random: SeededGenerator
    private var sessions: [Session] = []
    private var chunks: UInt64 = 0

    init(_ stage: CallStage, seed: UInt64) {
        self.stage = stage
        self.random = SeededGenerator(seed: seed)
    }

    var opened: Int { self.sessions.count }
    var unfinished: Int { self.sessions.count { !$0.isOver } }

    /// A responder that answers, does not understand, fails, or never comes back.
    static let responder = ScriptedResponder { turn, _ in
        switch turn.number % 7 {
        case 0: return try await Waiter<Response>().value()
        case 1: throw StoreError(.unavailable, "no answer")
        case 2: return .notUnderstood
        case 3: return .answer(Reply(text: "good bye", action: .hangUp, source: "test"))
        case 4: return .answer(Reply(text: "a person", action: .transfer(to: nil), source: "test"))
        default: return .answer(Reply(text: "we are open all day long", source: "test"))
        }
    }

    func step() {
        self.changeTheWorld()
        if self.sessions.isEmpty || self.random.chance(12) { return self.admit() }
        guard let session = self.sessions.suffix(6).randomElement(using: &self.random) else { return }
        if self.random.chance(8) { return self.order(session.live) }
        switch session {
        case .conversation(let session, let line): self.happens(to: session, line)
        case .relay(let session, let line): self.happens(to: session, line)
        case .listening(let session, _): self.happens(to: session)
        }
    }

    /// Engines get better and worse.
    private func changeTheWorld() {
        guard self.random.chance(15) else { return }
        let answers = self.random.chance(60)
        let backlog = Duration.seconds(self.random.chance(80) ? 0 : 20)
        self.stage.ears.state.withLock {
            $0.answersFinish = answers
            $0.backlog = backlog
        }
        let manners: [ScriptedVoice.Manner] = [
            .whole(words: true), .whole(words: false), .stalls(afterWords: 2, words: true), .fails(afterWords: 1),
            .sound(milliseconds: 10), .manual,
        ]
        // Good voices mostly, or no call lasts.
        let manner = self.random.chance(60) ? manners[0] : manners.randomElement(using: &self.random)
        self.stage.voice.speaks(manner ?? .manual)
    }

    // MARK: Opening

    private func admit() {
        let purpose: StreamPurpose =
            [.conversation, .conversation, .relay, .listening]
            .randomElement(using: &self.random) ?? .relay
        let info = CallInfo.sample(Int.random(in: 1...5, using: &self.random))
        let resumes = self.random.chance(30)
        let manager = self.stage.manager
        guard case .admitted(let token) = manager.admit(info, isResumed: resumes, for: purpose) else { return }
        // Some never come; some come and never say who they are; of those some are lost without a word.
        if self.random.chance(10) { return }
        guard let grant = manager.redeem(token, for: [purpose]) else { return }
        if self.random.chance(10) { return manager.abandon(grant) }
        if self.random.chance(5) { return }
        self.open(grant, "MZ\(self.sessions.count)")
    }

    private func open(_ grant: StreamGrant, _ stream: String) {
        let (loop, manager) = (self.stage.loop, self.stage.manager)
        let line = PlayoutLine(eventLoop: loop)
        line.losesMarks = self.random.chance(20)
        if self.random.chance(10) { line.capacity = Int.random(in: 0...9000, using: &self.random) }
        switch grant.purpose {
        case .conversation:
            let session = manager.open(grant, stream: stream, line: NIOLoopBound(line, eventLoop: loop))
            line.onMark = { [weak session] name in session?.assumeIsolated { $0.markReturned(name) } }
            self.sessions.append(.conversation(session, line))
        case .listening:
            let session = manager.listen(grant, stream: stream, line: NIOLoopBound(line, eventLoop: loop))
            self.sessions.append(.listening(session, line))
        case .relay:
            let words = SpokenWords()
            words.isFull = self.random.chance(5)
            let session = manager.openRelay(grant, session: stream, line: NIOLoopBound(words, eventLoop: loop))
            self.sessions.append(.relay(session, words))
        }
    }

    // MARK: What happens

    private func order(_ live: any LiveCall) {
        let termination = Self.terminations.randomElement(using: &self.random) ?? .held
        let next = Self.steps.randomElement(using: &self.random) ?? .resume
        let text = self.random.chance(50) ? "one moment please" : nil
        let interrupts = self.random.chance(50)
        switch Int.random(in: 0..<5, using: &self.random) {
        case 0: live.requestDrain()
        case 1: live.requestStop(termination, next: next)
        case 2: self.carryOut(.leave(saying: text, termination, next: next), live)
        default: self.carryOut(.say("an announcement", interrupts: interrupts), live)
        }
    }

    private func carryOut(_ order: StreamOrder, _ live: any LiveCall) {
        func carryOut(_ live: some LiveCall) { live.assumeIsolated { _ = $0.carryOut(order) } }
        carryOut(live)
    }

    private func happens(to session: CallSession, _ line: PlayoutLine) {
        let kind = Int.random(in: 0..<100, using: &self.random)
        if kind < 45 { return self.hear(session) }
        if kind < 85 { return self.earsReport() }
        session.assumeIsolated { session in
            switch kind {
            case 85..<92: session.pressed("5")
            case 92: session.pressed("0")
            case 93: session.markReturned("nonsense")
            case 94, 95: session.streamStopped()
            case 96, 97: session.connectionClosed()
            case 98: session.protocolBroken()
            default: session.start(resumed: true)
            }
        }
    }

    private func hear(_ session: CallSession) {
        self.chunks += self.random.chance(90) ? 1 : UInt64.random(in: 0...40, using: &self.random)
        let frame = InboundFrame(chunk: self.chunks, offset: .milliseconds(20) * Int(self.chunks))
        session.assumeIsolated { $0.hear(.tone(milliseconds: 20), frame) }
    }

    /// Some recogniser, also one that has ended long ago.
    private func earsReport() {
        let deliver = self.stage.ears.state.withLock { $0.deliver.suffix(6) }.randomElement(using: &self.random)
        deliver?(self.draw())
    }

    private func draw() -> RecognitionEvent {
        switch Int.random(in: 0..<100, using: &self.random) {
        case 0..<20: .speechStarted(at: .zero)
        case 20..<65: .utterance(.said("a table for two"), endsTurn: self.random.chance(60))
        case 65..<80: .turnEnded(at: .zero)
        case 80..<87: .suspended(at: .seconds(1))
        case 87..<94: .resumed(at: .seconds(2))
        case 94..<97: .audioLost(.seconds(1), at: .zero)
        case 97..<98: .finished
        default: .failed(SpeechError(.engineFailure, "Deaf."))
        }
    }

    private func happens(to session: RelaySession, _ line: SpokenWords) {
        let kind = Int.random(in: 0..<100, using: &self.random)
        session.assumeIsolated { session in
            switch kind {
            case 0..<40: session.prompted("when are you open", isLast: kind < 30)
            case 40..<50: session.interrupted(after: "we are", played: .seconds(1))
            case 50..<60: session.pressed("5")
            case 60..<75: session.agentSpeaks(kind < 68)
            case 75..<85: session.played(session.says ?? "")
            case 85..<94: session.callerSpeaks(kind < 90)
            case 94, 95: session.sessionClosed()
            case 96, 97: session.connectionClosed()
            case 98: session.protocolBroken()
            default: session.start(resumed: true)
            }
        }
    }

    private func happens(to session: ListeningSession) {
        let kind = Int.random(in: 0..<100, using: &self.random)
        if (50..<90).contains(kind) { return self.earsReport() }
        self.chunks += 1
        let frame = InboundFrame(chunk: self.chunks, offset: .milliseconds(10) * Int(self.chunks))
        session.assumeIsolated { session in
            switch kind {
            case 0..<50: session.hear(.tone(milliseconds: 20), frame, of: kind < 25 ? .caller : .agent)
            case 90..<93: session.streamStopped()
            case 93..<96: session.connectionClosed()
            case 96: session.protocolBroken()
            default: session.start(resumed: true)
            }
        }
    }
}
