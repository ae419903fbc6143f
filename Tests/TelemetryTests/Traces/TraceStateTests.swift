// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

@Suite struct TraceStateTests {
    @Test(arguments: ["rojo=00f067aa0ba902b7", "rojo=1,congo=t61rcWkgMzE", "fw529a3039@dt=FfYsC", "a/b*c_d-e=x y"])
    func passesOn(_ text: String) {
        #expect(TraceState(text).text == text)
    }

    @Test func forgetsBlanksAndEmptyMembers() {
        #expect(TraceState(" a=1 , ,\tb=2,").text == "a=1,b=2")
    }

    @Test(arguments: [
        "a", "=1", "a=", "A=1", "a=1,a=2", "a=1=2", "-a=1", "a=\u{7f}", "a=ä", "a@b@c=1", "a=1\r\nb=2",
    ])
    func dropsAsAWhole(_ text: String) {
        #expect(TraceState(text).isEmpty)
    }

    @Test func dropsMoreThanThirtyTwoMembers() {
        let members = (0..<33).map { "k\($0)=1" }
        #expect(TraceState(members.dropLast().joined(separator: ",")).isEmpty == false)
        #expect(TraceState(members.joined(separator: ",")).isEmpty)
    }

    @Test func shortensToFiveHundredBytesLongMembersFirst() {
        let long = "long=" + String(repeating: "x", count: 200)
        let short = (0..<20).map { "k\($0)=" + String(repeating: "y", count: 20) }
        let state = TraceState(([long] + short).joined(separator: ","))
        #expect(state.text == short.joined(separator: ","))
        #expect(state.text.utf8.count <= 512)
    }

    @Test func looksAtNoFieldOfAnySize() {
        #expect(TraceState("a=1," + String(repeating: ",", count: 10_000)).isEmpty)
    }
}
