// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@testable import GatewayHTTP

struct StreamProtocolTests {
    private let call = CallSID.random()
    private let stream = StreamSID.random()

    private func rules(limit: Int = 3) -> StreamProtocol {
        StreamProtocol(call: self.call.description, account: TestGateway.account, limit: limit)
    }

    private var start: MediaStreamMessage { .start(StreamClient.start(self.call, stream: self.stream)) }

    @Test func followsTheOrderOfTwilio() {
        var rules = self.rules()
        #expect(rules.received(.connected(.init())) == .none)
        #expect(rules.received(self.start) == .begin(self.stream))
        #expect(
            rules.received(.mark(.init(streamSID: self.stream.description, sequenceNumber: 3, name: "1.20")))
                == .mark("1.20")
        )
        #expect(rules.received(StreamClient.stop(self.stream)) == .stop)
        #expect(rules.received(StreamClient.stop(self.stream)) == .none)
        #expect(rules.received(self.start) == .none)
        #expect(rules.offences == 0)
    }

    @Test func listensToItsOwnStreamOnly() {
        var rules = self.rules()
        _ = rules.received(self.start)
        #expect(rules.received(StreamClient.stop(.random())) == .none)
        #expect(rules.received(.mark(.init(streamSID: "", sequenceNumber: 3, name: "1.20"))) == .none)
        #expect(rules.phase == .streaming)
        #expect(rules.offences == 2)
    }

    @Test func endsAtTheOffenceThatReachesTheLimitAndSaysNothingMore() {
        var rules = self.rules()
        #expect(rules.offended(.malformedMessage) == .none)
        #expect(rules.received(StreamClient.stop(self.stream)) == .none)
        #expect(rules.offended(.badPayload) == .close(.tooManyOffences))
        #expect(rules.offended(.badPayload) == .none)
        #expect(rules.received(self.start) == .none)
        #expect(rules.receivedBinary() == .none)
        #expect(rules.offences == 3)
    }

    @Test func waitsForStartOnlyUntilItCame() {
        var late = self.rules()
        #expect(late.startIsDue() == .close(.neverStarted))
        var inTime = self.rules()
        #expect(inTime.received(self.start) == .begin(self.stream))
        #expect(inTime.startIsDue() == .none)
        #expect(inTime.received(self.start) == .close(.startedTwice))
    }

    @Test(arguments: ["0", "9", "*", "#", "A", "D"])
    func takesTheKeysOfATelephone(_ key: String) {
        var rules = self.rules()
        _ = rules.received(self.start)
        let press = MediaStreamMessage.dtmf(.init(streamSID: self.stream.description, sequenceNumber: 2, digit: key))
        #expect(rules.received(press) == .press(key))
    }

    @Test(arguments: ["", "00", "E", "a", "\u{0660}", "0\u{301}", "<"])
    func takesNothingElseForAKey(_ key: String) {
        var rules = self.rules(limit: 1)
        _ = rules.received(self.start)
        let press = MediaStreamMessage.dtmf(.init(streamSID: self.stream.description, sequenceNumber: 2, digit: key))
        #expect(rules.received(press) == .close(.tooManyOffences))
    }
}
