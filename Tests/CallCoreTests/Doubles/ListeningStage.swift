// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Testing

@testable import CallCore

/// A listening session in virtual time, over a running journal on a ledger.
final class ListeningStage: Sendable {
    let loop = NIOAsyncTestingEventLoop()
    let store = LedgerStore()
    let journal: CallJournal
    let manager: CallSessionManager

    /// A stream that is listened to: its session and its line.
    struct Call: Sendable {
        let session: ListeningSession
        let line: NIOLoopBound<PlayoutLine>
    }

    init(
        recogniser: any SpeechRecogniser = NumberedRecogniser(),
        hints: SpeechHints? = nil,
        listening: ListeningSession.Configuration = ListeningSession.Configuration(),
        tracer: CallTracer? = nil
    ) {
        var configuration = CallSessionManager.Configuration()
        configuration.listening = listening
        configuration.listening.hints = hints
        let loop = self.loop
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.journal = CallJournal(
            store: self.store,
            clock: ManualClock(),
            randomness: SeededGenerator(seed: 1),
            logger: logger
        )
        self.manager = CallSessionManager(
            dialogue: Dialogue(
                prompts: DialoguePrompts(greeting: "hello", apology: "sorry"),
                policy: DialoguePolicy(),
                responder: ScriptedResponder(saying: "yes")
            ),
            recogniser: recogniser,
            synthesiser: ScriptedVoice(),
            journal: self.journal,
            configuration: configuration,
            clock: ManualClock(),
            monotonic: { loop.now },
            randomness: SeededGenerator(seed: 2),
            tracer: tracer,
            logger: logger
        )
    }

    /// Runs a test while the journal runs.
    func running(_ body: (ListeningStage) async throws -> Void) async throws {
        // Cancelled at the end of the scope.
        async let _: Void = self.journal.run()
        try await body(self)
        await self.journal.flush()
    }

    /// Admits a call and opens a stream to listen to.
    func open(_ info: CallInfo = .sample(), stream: String = "MZ1") async throws -> Call {
        guard case .admitted(let token) = self.manager.admit(info, isResumed: false, for: .listening) else {
            throw StoreError(.rejected, "not admitted")
        }
        let grant = try #require(self.manager.redeem(token, for: [.listening]))
        let call = try await self.loop.executeInContext { [loop, manager] in
            let line = PlayoutLine(eventLoop: loop)
            let bound = NIOLoopBound<any CallLine>(line, eventLoop: loop)
            return Call(
                session: manager.listen(grant, stream: stream, line: bound),
                line: NIOLoopBound(line, eventLoop: loop)
            )
        }
        await self.loop.run()
        return call
    }

    /// Sends frames, each at its place in time: the event loop's clock follows their timestamps.
    func send(_ frames: [TwoTrackFrame], to call: Call) async throws {
        let began = self.loop.now
        let first = frames.first?.offset ?? .zero
        for frame in frames {
            let due = began + TimeAmount(max(.zero, frame.offset - first))
            if due > self.loop.now { await self.loop.advanceTime(to: due) }
            try await self.loop.executeInContext {
                call.session.assumeIsolated {
                    $0.hear(frame.audio, InboundFrame(chunk: frame.sequence, offset: frame.offset), of: frame.speaker)
                }
            }
        }
        await self.loop.run()
    }

    func onLoop(_ body: @escaping @Sendable () -> Void) async throws {
        try await self.loop.executeInContext(body)
        await self.loop.run()
    }

    func passes(_ duration: Duration) async {
        await self.loop.advanceTime(by: TimeAmount(duration))
    }

    /// Waits until the session is over and everything is stored; tells how it ended.
    func untilEnded(_ call: Call, sourceLocation: SourceLocation = #_sourceLocation) async -> CallTermination? {
        for _ in 0..<20_000 {
            if await call.session.hasEnded { break }
            await self.loop.run()
            await Task.yield()
        }
        let hasEnded = await call.session.hasEnded
        #expect(hasEnded, "the session never ended", sourceLocation: sourceLocation)
        await self.journal.flush()
        return await call.session.ending
    }

    /// The lines of one side that were stored.
    func lines(of speaker: Speaker) async -> [SpokenLine] {
        await self.store.kinds.compactMap { kind in
            guard case .spoken(let line) = kind, line.speaker == speaker else { return nil }
            return line
        }
    }
}
