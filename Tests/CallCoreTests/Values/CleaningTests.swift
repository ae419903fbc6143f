// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

/// What outsiders say and send is cleaned before it is kept or shown to anybody.
struct CleaningTests {
    private static let hostile = "a\u{0}b\u{1B}[31mc\u{202E}d\u{200B}e\r\nf\u{0301}"
    private struct NoText: Error {}

    private func stored(_ kind: CallEvent.Kind) async throws -> CallEvent.Kind {
        let stage = JournalStage()
        try await stage.running { _ = try await stage.journal.append(stage.journal.event(kind, in: stage.call)) }
        return try #require(await stage.store.kinds.first)
    }

    private func isClean(_ text: String?) -> Bool {
        guard let text else { return false }
        return !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !["\u{202E}", "\u{200B}"].contains($0)
            }
    }

    @Test func wordsLoseWhatCannotBeSeenAndAreComposed() async throws {
        let line = SpokenLine(speaker: .caller, text: Self.hostile, start: .zero, end: .zero, source: "test")
        guard case .spoken(let kept) = try await self.stored(.spoken(line)) else { throw NoText() }
        #expect(self.isClean(kept.text))
        let composed = SpokenLine(speaker: .caller, text: "cafe\u{0301}", start: .zero, end: .zero, source: "test")
        guard case .spoken(let kept) = try await self.stored(.spoken(composed)) else { throw NoText() }
        #expect(Array(kept.text.unicodeScalars) == Array("caf\u{E9}".unicodeScalars))
    }

    @Test func numbersAndNamesOfACallAreCleanedAndBounded() async throws {
        var info = CallInfo.sample()
        info.from = "+1202\u{202E}5550100"
        info.to = String(repeating: "x", count: 100_000)
        guard case .received(let kept) = try await self.stored(.received(info)) else { throw NoText() }
        #expect(kept.from == "+12025550100")
        #expect(kept.to.utf8.count == 512)
    }

    @Test(arguments: [
        CallEvent.Kind.transferEnded(status: Self.hostile, leg: Self.hostile, seconds: 1),
        .voicemail(url: Self.hostile, seconds: 1),
        .digit(Self.hostile, at: .zero),
        .gathered(digits: Self.hostile, confidence: nil),
        .streamReported(StreamNotice(stream: "MZ1", event: Self.hostile, error: Self.hostile)),
        .recorded(RecordingReport(recording: "RE1", status: Self.hostile, url: Self.hostile, source: Self.hostile)),
        .fellBack(code: 1, url: Self.hostile),
        .commanded(.say(Self.hostile), by: Self.hostile),
        .commanded(.transfer(to: Self.hostile, whisper: Self.hostile), by: Self.hostile),
        .nextDecided(.transfer(to: Self.hostile, whisper: Self.hostile)),
    ])
    func noReportKeepsWhatIsHostile(_ kind: CallEvent.Kind) async throws {
        let kept = "\(try await self.stored(kind))"
        for scalar: Unicode.Scalar in ["\u{0}", "\u{1B}", "\u{202E}", "\u{200B}", "\r", "\n"] {
            #expect(!kept.unicodeScalars.contains(scalar))
        }
    }

    @Test func aLineWithoutEndIsCutBetweenCharacters() async throws {
        let text = String(repeating: "größer ", count: 10_000)
        let line = SpokenLine(speaker: .caller, text: text, start: .zero, end: .zero, source: "test")
        guard case .spoken(let kept) = try await self.stored(.spoken(line)) else { throw NoText() }
        #expect(kept.text.utf8.count <= 16_384 && text.hasPrefix(kept.text))
    }
}
