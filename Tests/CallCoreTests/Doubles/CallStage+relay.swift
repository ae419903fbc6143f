// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import CallCore

extension CallStage {
    /// A call in words: its session and its line.
    struct RelayCall: Sendable {
        let session: RelaySession
        let line: NIOLoopBound<SpokenWords>
    }

    /// Admits a call and opens its session in words.
    func openRelay(
        _ info: CallInfo = .sample(),
        resumed: Bool = false,
        memory: ConversationMemory? = nil,
        opening: String? = nil,
        session name: String = "VX1",
        line configure: @escaping @Sendable (SpokenWords) -> Void = { _ in }
    ) async throws -> RelayCall {
        let admission = self.manager.admit(
            info,
            isResumed: resumed,
            for: .relay,
            opening: opening,
            memory: memory
        )
        guard case .admitted(let token) = admission else { throw StoreError(.rejected, "not admitted") }
        let grant = try #require(self.manager.redeem(token, for: [.relay]))
        let call = try await self.loop.executeInContext { [loop, manager] in
            let line = SpokenWords()
            configure(line)
            let session = manager.openRelay(
                grant,
                session: name,
                line: NIOLoopBound<any RelayLine>(line, eventLoop: loop)
            )
            return RelayCall(session: session, line: NIOLoopBound(line, eventLoop: loop))
        }
        await self.loop.run()
        return call
    }

    /// What the carrier tells the session.
    func tells(_ call: RelayCall, _ what: @escaping @Sendable (isolated RelaySession) -> Void) async throws {
        try await self.onLoop { call.session.assumeIsolated(what) }
    }

    func callerSays(_ text: String, in call: RelayCall) async throws {
        try await self.tells(call) { $0.prompted(text, isLast: true) }
    }

    /// The carrier's voice is heard, plays all of what it was given, and is silent.
    func hearsItAll(_ call: RelayCall) async throws {
        try await self.tells(call) { $0.agentSpeaks(true) }
        try await self.tells(call) { $0.played($0.says ?? "") }
        try await self.tells(call) { $0.agentSpeaks(false) }
    }

    func untilSaying(
        _ text: String,
        in call: RelayCall,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await self.until("never said “\(text)”", sourceLocation: sourceLocation) {
            await call.session.says?.hasPrefix(text) == true
        }
        await self.loop.run()
    }

    /// Waits until the session is over and everything is stored; tells how it ended.
    func untilEnded(_ call: RelayCall, sourceLocation: SourceLocation = #_sourceLocation) async -> CallTermination? {
        await self.until("the session never ended", sourceLocation: sourceLocation) { await call.session.hasEnded }
        await self.journal.flush()
        await self.loop.run()
        return await call.session.ending?.termination
    }

    /// The texts that were sent.
    func texts(of call: RelayCall) async throws -> [String] {
        try await self.onLoop { call.line.value.texts }
    }

    /// How the line was ended; waits until it was.
    func end(of call: RelayCall) async throws -> SpokenWords.End? {
        await self.until("the line was never ended") {
            (try? await self.onLoop { !call.line.value.ends.isEmpty }) == true
        }
        return try await self.onLoop { call.line.value.ends.first }
    }
}

extension RelaySession {
    var says: String? {
        switch self.state {
        case .speaking(let speech), .closing(let speech, _, _): speech.reply.text
        case .waiting, .listening, .thinking, .finished: nil
        }
    }
}
