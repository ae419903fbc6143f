// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SafeText
import Testing

@testable import switchboard

struct TerminalTests {
    private let printer = TranscriptPrinter(console: Console(isColoured: false))

    private func lines(_ kind: CallEvent.Kind) -> [String] {
        self.printer.lines(
            for: CallEvent(
                id: EventID(rawValue: "1"),
                call: CallID("CA1"),
                time: Date(timeIntervalSince1970: 0),
                kind: kind
            )
        )
    }

    @Test func showsWhoSaidWhatWhenAndHowSureItIs() {
        let line = SpokenLine(
            speaker: .caller,
            text: "when are you open",
            start: .milliseconds(63_240),
            end: .seconds(65),
            confidence: 0.943,
            source: "offline"
        )
        #expect(self.lines(.spoken(line)) == ["01:03.2  caller  when are you open  (94 %)"])
    }

    @Test func showsWhereTheCallerCutIn() {
        let line = SpokenLine(
            speaker: .agent,
            text: "We are",
            start: .zero,
            end: .seconds(1),
            isInterrupted: true,
            source: "flite"
        )
        #expect(self.lines(.spoken(line)) == ["00:00.0  agent   We are  (interrupted)"])
    }

    @Test(arguments: ["a\u{1B}[31mb", "a\u{202E}b", "a\r\nb", "a\u{2028}b", "a\u{0}b", "a\u{200F}b"])
    func whatACallerSaidCannotMoveTheCursorOrTurnTheText(text: String) {
        let harmless = SafeText.terminal(text)
        #expect(harmless.hasPrefix("a") && harmless.hasSuffix("b"))
        #expect(harmless.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value < 127 })
    }

    @Test func aTableIsAsWideAsItMustBe() {
        var table = Table(["a", "long"])
        table.append(["wide cell", "b"])
        #expect(table.lines == ["a          long", "wide cell  b"])
    }
}
