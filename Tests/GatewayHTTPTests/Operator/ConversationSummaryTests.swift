// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@testable import GatewayHTTP

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ConversationSummaryTests {
    private func summary(_ lines: [(Speaker, String)]) -> String {
        let events = lines.enumerated().map { index, line in
            let spoken = SpokenLine(speaker: line.0, text: line.1, start: .zero, end: .zero, source: "test")
            return StoredCallEvent(
                event: CallEvent(
                    id: EventID(rawValue: "\(index)"),
                    call: CallID("CA1"),
                    time: Date(timeIntervalSince1970: 0),
                    kind: .spoken(spoken)
                ),
                sequence: index + 1,
                line: index + 1
            )
        }
        return ConversationSummary(of: events).text
    }

    @Test func repeatsTheCallersLastWords() {
        let lines: [(Speaker, String)] = [
            (.caller, "one"), (.agent, "yes"), (.caller, "two"), (.caller, ""), (.caller, "three"), (.caller, "four"),
        ]
        #expect(self.summary(lines) == "The caller said: two. Then: three. Then: four.")
    }

    @Test func saysThatNothingWasSaid() {
        #expect(self.summary([]) == "A caller who has not said anything yet.")
        #expect(self.summary([(.agent, "hello")]) == "A caller who has not said anything yet.")
    }

    @Test func staysShortAndKeepsTheLatest() {
        let long = String(repeating: "word ", count: 200)
        let text = self.summary([(.caller, "first"), (.caller, long), (.caller, "and a table for two")])
        #expect(text.count < 360)
        #expect(text.hasSuffix("and a table for two."))
        #expect(!text.contains("first"))
    }

    @Test func holdsNothingThatIsHiddenOrBreaksLines() {
        #expect(self.summary([(.caller, "a\u{202E}b\nc\u{0}\u{FEFF}")]) == "The caller said: ab c.")
    }
}
