// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

struct DiallingRulesTests {
    @Test func allowsNothingUnlessItIsListed() throws {
        #expect(!DiallingRules.nothing.allows("+12025550143"))
        #expect(!(try DiallingRules([])).allows("client:alice"))
        #expect(try DiallingRules(["-+1"]).isEmpty)
    }

    @Test(arguments: [
        ("+12025550143", true), ("+19005550143", false), ("+19005559", true), ("+441632960000", false),
        ("+4915112345678", true), ("client:alice", true), ("sip:desk@pbx.example.com", true),
        ("sip:desk@evil.example.com", true), ("sips:desk@pbx.example.com", false), ("", false), ("+", false),
        ("conference:Room", false),
    ])
    func letsTheLongestPrefixDecide(_ address: String, _ isAllowed: Bool) throws {
        let rules = try DiallingRules(["+1", "-+1900", "+19005559", "+49", "client:", "sip:"])
        #expect(rules.allows(address) == isAllowed)
    }

    @Test func refusesWhatIsAllowedAndRefusedAlike() throws {
        #expect(!(try DiallingRules(["+1", "-+1"])).allows("+12025550143"))
    }

    @Test(arguments: ["", "-", "+", "1", "+1x", "--+1", "de", "+1 ", "sip", "http:", "+\u{0661}"])
    func takesNoNonsense(_ entry: String) {
        #expect(throws: DiallingError.self) { try DiallingRules([entry]) }
    }
}
