// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Foundation
import Logging
import NIOCore
import NIOPosix
import OfflineSpeech
import TelephonyAudio
import Testing

/// People who talk with each other, heard by the embedded engines: real words on the right sides.
@Suite(.timeLimit(.minutes(5))) struct ListeningTests {
    /// Closes nothing: there is no socket.
    private final class Line: CallLine {
        func play(_ audio: ByteBuffer) -> Bool { false }
        func mark(_ name: String) {}
        func clear() {}
        func close() {}
    }

    private struct Silent: Responder {
        let hints = SpeechHints()
        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> Response { .notUnderstood }
    }

    /// No word of the one occurs in the other.
    private static let caller = "i would like to book a table for two people"
    private static let agent = "when can we deliver your new washing machine"
    private static let hints = SpeechHints(
        phrases: [Self.caller, Self.agent, "our cat climbed up the tree", "please send me the bill tomorrow"]
    )

    @Test func hearsTwoVoicesOnTwoTracksAtOnce() async throws {
        let silence = Telephone.silence + Telephone.silence + Telephone.silence
        let caller = Telephone.silence + (try await Telephone.say(Self.caller, .rms)) + silence
        // Begins while the other still speaks.
        let agent = silence + (try await Telephone.say(Self.agent, .slt)) + silence
        let lines = try await self.lines(hearing: caller, agent)
        let heard = { (speaker: Speaker) in
            lines.filter { $0.speaker == speaker }.flatMap { $0.text.split(separator: " ").map(String.init) }
        }
        for (speaker, spoken) in [(Speaker.caller, Self.caller), (.agent, Self.agent)] {
            let words = Set(spoken.split(separator: " ").map(String.init))
            let right = heard(speaker).filter(words.contains)
            #expect(right.count * 10 >= words.count * 8, "\(speaker): \(heard(speaker))")
            #expect(Set(heard(speaker == .caller ? .agent : .caller)).isDisjoint(with: words))
        }
        let begins = Dictionary(grouping: lines, by: \.speaker).mapValues { $0.map(\.start).min() ?? .zero }
        #expect((begins[.caller] ?? .zero) < (begins[.agent] ?? .zero))
    }

    /// What is heard when the two sides say this at once, in frames of 20 ms.
    private func lines(hearing caller: [UInt8], _ agent: [UInt8]) async throws -> [SpokenLine] {
        let journal = CallJournal(store: InMemoryCallStore(), logger: Telephone.logger)
        var configuration = CallSessionManager.Configuration()
        configuration.listening.hints = Self.hints
        // The decoders of a busy machine may be far behind.
        configuration.listening.lastWordsDeadline = .seconds(120)
        let manager = CallSessionManager(
            dialogue: Dialogue(prompts: DialoguePrompts(), policy: DialoguePolicy(), responder: Silent()),
            recogniser: Telephone.recogniser,
            synthesiser: Telephone.synthesiser,
            journal: journal,
            configuration: configuration,
            logger: Telephone.logger
        )
        try await Telephone.recogniser.prepare(Self.hints)
        let events = journal.events(bufferingAtMost: 1_000)
        async let _: Void = journal.run()
        try await self.stream(caller, agent, through: manager)
        var lines: [SpokenLine] = []
        for await stored in events {
            if case .spoken(let line) = stored.event.kind { lines.append(line) }
            if case .streamEnded(let termination, _) = stored.event.kind {
                #expect(termination == .streamStopped)
                break
            }
        }
        return lines
    }

    private func stream(_ caller: [UInt8], _ agent: [UInt8], through manager: CallSessionManager) async throws {
        let info = CallInfo(
            id: CallID("CA1"),
            account: "AC1",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: .distantPast
        )
        manager.journal.enqueue(manager.journal.event(.received(info), in: info.id))
        guard case .admitted(let token) = manager.admit(info, isResumed: false, for: .listening),
            let grant = manager.redeem(token, for: [.listening])
        else {
            Issue.record("not admitted")
            return
        }
        let loop = Telephone.loops.next()
        try await loop.submit {
            let line = NIOLoopBound<any CallLine>(Line(), eventLoop: loop)
            let session = manager.listen(grant, stream: "MZ1", line: line)
            session.assumeIsolated { session in
                var number: UInt64 = 2
                for start in stride(from: 0, to: max(caller.count, agent.count), by: 160) {
                    for (speaker, audio) in [(Speaker.caller, caller), (.agent, agent)] {
                        let rest = audio.dropFirst(start).prefix(160)
                        let frame = Array(rest) + [UInt8](repeating: MuLaw.silence, count: 160 - rest.count)
                        let place = InboundFrame(chunk: number, offset: .telephony(bytes: start))
                        session.hear(ByteBuffer(bytes: frame), place, of: speaker)
                        number += 1
                    }
                }
                session.streamStopped()
            }
        }.get()
    }
}
#endif
