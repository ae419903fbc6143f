// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@testable import GatewayHTTP

struct RelayProtocolTests {
    private let session = RelaySessionSID.random()
    private var rules = RelayProtocol(call: "CA1", account: "AC1", limit: 3, rate: 2)

    private func setup(call: String = "CA1", account: String = "AC1", session: String? = nil) -> RelayMessage {
        .setup(.init(sessionID: session ?? self.session.description, accountSID: account, callSID: call))
    }

    private func opened() -> RelayProtocol {
        var rules = self.rules
        #expect(rules.received(self.setup()) == .begin(self.session))
        return rules
    }

    @Test func beginsWithASetupOfTheRightCall() {
        var rules = self.opened()
        #expect(rules.received(.prompt(.init(text: "a"))) == .deliver)
        #expect(rules.received(.unknown(type: "x", text: "")) == .none)
        #expect(rules.setupIsDue() == .none)
        #expect(rules.received(self.setup()) == .close(.setUpTwice))
        #expect(rules.received(.prompt(.init(text: "a"))) == .none)
    }

    @Test func refusesForeignCallsAndAccountsAndSessionsWithoutAName() {
        var (call, account, session) = (self.rules, self.rules, self.rules)
        #expect(call.received(self.setup(call: "CA2")) == .close(.foreignCall))
        #expect(account.received(self.setup(account: "AC2")) == .close(.foreignAccount))
        #expect(session.received(self.setup(session: "VX<script>")) == .close(.invalidSession))
    }

    @Test func waitsForTheSetupOnlySoLong() {
        var rules = self.rules
        #expect(rules.received(.dtmf(digit: "1")) == .none)
        #expect(rules.offended(.malformedMessage) == .none)
        #expect(rules.setupIsDue() == .close(.neverSetUp))
        #expect(rules.receivedBinary() == .none)
    }

    @Test func endsAtTheLimitOfOffencesAndForBinary() {
        var rules = self.opened()
        #expect(rules.offended(.malformedMessage) == .none)
        #expect(rules.offended(.malformedMessage) == .none)
        #expect(rules.offended(.malformedMessage) == .close(.tooManyOffences))
        var other = self.opened()
        #expect(other.receivedBinary() == .close(.binaryMessage))
    }

    @Test func boundsTheRateOfMessages() {
        var rules = self.opened()
        for _ in 0..<20 { #expect(rules.counted(at: .seconds(1)) == .none) }
        var next = rules
        #expect(rules.counted(at: .seconds(9)) == .close(.tooManyMessages))
        for _ in 0..<20 { #expect(next.counted(at: .seconds(10)) == .none) }
        #expect(next.counted(at: .seconds(19)) == .close(.tooManyMessages))
    }
}
