// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Foundation
import Logging
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Testing

@testable import CallCore

/// Everything around a session, in virtual time: a manager with scripted ears, voice and responder, a running journal on
/// a ledger, and lines that play.
final class CallStage: Sendable {
    let loop = NIOAsyncTestingEventLoop()
    let clock = ManualClock()
    let ears = ScriptedEars()
    let voice = ScriptedVoice()
    let store = LedgerStore()
    let responder: ScriptedResponder
    let journal: CallJournal
    let manager: CallSessionManager

    /// A call: its session and its line.
    struct Call: Sendable {
        let session: CallSession
        let line: NIOLoopBound<PlayoutLine>
    }

    init(
        responder: ScriptedResponder = ScriptedResponder(saying: "we are open all day long"),
        prompts: DialoguePrompts = DialoguePrompts(greeting: "hello dear caller", apology: "we are so sorry"),
        policy: DialoguePolicy = DialoguePolicy(transferNumber: "+12025550111"),
        session: CallSession.Configuration = CallSession.Configuration(),
        ears: (any SpeechRecogniser)? = nil,
        secondEars: (any SpeechRecogniser)? = nil,
        secondVoiceBehind broken: ScriptedVoice? = nil,
        isOverloaded: @escaping @Sendable () -> Bool = { false },
        tracer: CallTracer? = nil,
        wallClock: SettableClock = SettableClock(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.responder = responder
        var configuration = CallSessionManager.Configuration()
        configuration.session = session
        let loop = self.loop
        let (scripted, voice) = (self.ears, self.voice)
        self.journal = CallJournal(
            store: self.store,
            clock: self.clock,
            wallClock: { wallClock.now },
            randomness: SeededGenerator(seed: 1),
            logger: logger
        )
        self.manager = CallSessionManager(
            dialogue: Dialogue(prompts: prompts, policy: policy, responder: responder),
            recogniser: secondEars.map { FallbackRecogniser(ears ?? scripted, then: $0, logger: logger) } ?? ears
                ?? scripted,
            synthesiser: broken.map { FallbackSynthesiser($0, then: voice, logger: logger) } ?? voice,
            journal: self.journal,
            configuration: configuration,
            clock: self.clock,
            monotonic: { loop.now },
            randomness: SeededGenerator(seed: 2),
            isOverloaded: isOverloaded,
            metrics: metrics,
            tracer: tracer,
            logger: logger
        )
    }

    /// Runs a test while the journal runs.
    func running(_ body: (CallStage) async throws -> Void) async throws {
        // Cancelled at the end of the scope.
        async let _: Void = self.journal.run()
        try await body(self)
        await self.journal.flush()
    }

    /// Admits a call and opens its stream.
    func open(
        _ info: CallInfo = .sample(),
        resumed: Bool = false,
        memory: ConversationMemory? = nil,
        stream: String = "MZ1"
    ) async throws -> Call {
        guard case .admitted(let token) = self.manager.admit(info, isResumed: resumed, memory: memory) else {
            throw StoreError(.rejected, "not admitted")
        }
        let grant = try #require(self.manager.redeem(token))
        let call = try await self.loop.executeInContext { [loop, manager] in
            let line = PlayoutLine(eventLoop: loop)
            let session = manager.open(
                grant,
                stream: stream,
                line: NIOLoopBound<any CallLine>(line, eventLoop: loop)
            )
            line.onMark = { [weak session] name in session?.assumeIsolated { $0.markReturned(name) } }
            return Call(session: session, line: NIOLoopBound(line, eventLoop: loop))
        }
        await self.loop.run()
        return call
    }

    /// Does something on the event loop and lets it run until nothing is left to do now.
    func onLoop<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let result = try await self.loop.executeInContext(body)
        await self.loop.run()
        return result
    }

    /// The recogniser reports.
    func ears(_ event: RecognitionEvent) async throws {
        try await self.onLoop { [ears] in ears.report(event) }
    }

    func callerSays(_ text: String, endsTurn: Bool = true) async throws {
        try await self.ears(.utterance(.said(text), endsTurn: endsTurn))
    }

    func passes(_ duration: Duration) async {
        await self.loop.advanceTime(by: TimeAmount(duration))
    }

    /// Waits for what happens on other tasks: lets them and the event loop run until it is so.
    func until(
        _ what: Comment = "it never came to that",
        sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: @Sendable () async -> Bool
    ) async {
        for _ in 0..<20_000 {
            if await condition() { return }
            await self.loop.run()
            await Task.yield()
        }
        Issue.record(what, sourceLocation: sourceLocation)
    }

    /// Waits until the session says something that begins like this.
    func untilSaying(
        _ text: String,
        in call: Call,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await self.until("never said “\(text)”", sourceLocation: sourceLocation) {
            await call.session.says?.hasPrefix(text) == true
        }
        await self.loop.run()
    }

    /// Waits until the session is over and everything is stored; tells how it ended.
    func untilEnded(_ call: Call, sourceLocation: SourceLocation = #_sourceLocation) async -> CallTermination? {
        await self.until("the session never ended", sourceLocation: sourceLocation) { await call.session.hasEnded }
        await self.journal.flush()
        await self.loop.run()
        return await call.session.ending?.termination
    }
}

extension CallSession {
    var says: String? {
        switch self.state {
        case .speaking(let speech), .closing(let speech, _, _): speech.reply.text
        case .waiting, .listening, .thinking, .finished: nil
        }
    }
}
