// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SwitchboardTesting

@Suite(.timeLimit(.minutes(1)))
struct AuraConversationTests {
    static func conversation() -> AuraConversation {
        AuraConversation(
            model: "aura-2-thalia-en",
            requestID: "r",
            modelID: "m",
            settings: DeepgramServiceSettings()
        )
    }

    static func say(_ text: String) -> String {
        let value: WireValue = ["type": "Speak", "text": .text(text)]
        return value.encoded
    }

    @Test func saysWhoSpeaksFirst() throws {
        var conversation = Self.conversation()
        guard case .send(let text) = conversation.open().first else {
            Issue.record("nothing")
            return
        }
        #expect(try WireMessage(text).type == "Metadata")
    }

    @Test func speaksWhatWasFlushedOneAfterTheOther() throws {
        var conversation = Self.conversation()
        #expect(conversation.receive(Self.say("a ").utf8, now: .zero).1 == [])
        #expect(conversation.receive(Self.say("b").utf8, now: .zero).1 == [])
        #expect(conversation.receive(#"{"type":"Flush"}"#.utf8, now: .zero).1 == [.speak("a b")])
        _ = conversation.receive(Self.say("c").utf8, now: .zero)
        #expect(conversation.receive(#"{"type":"Flush"}"#.utf8, now: .zero).1 == [])
        let next = conversation.spoken(true)
        #expect(next == [.send(#"{"type":"Flushed","sequence_id":0}"#), .speak("c")])
        #expect(conversation.spoken(true) == [.send(#"{"type":"Flushed","sequence_id":1}"#)])
    }

    @Test func clearDropsEverything() {
        var conversation = Self.conversation()
        _ = conversation.receive(Self.say("a").utf8, now: .zero)
        _ = conversation.receive(#"{"type":"Flush"}"#.utf8, now: .zero)
        _ = conversation.receive(Self.say("b").utf8, now: .zero)
        let actions = conversation.receive(#"{"type":"Clear"}"#.utf8, now: .zero).1
        #expect(actions == [.hush, .send(#"{"type":"Cleared","sequence_id":0}"#)])
        #expect(conversation.spoken(true) == [])
        #expect(
            conversation.receive(#"{"type":"Close"}"#.utf8, now: .zero).1 == [.hush, .close(code: 1000, reason: "")]
        )
        #expect(conversation.isOver)
    }

    @Test func closeSpeaksTheRestFirst() {
        var conversation = Self.conversation()
        _ = conversation.receive(Self.say("a").utf8, now: .zero)
        #expect(conversation.receive(#"{"type":"Close"}"#.utf8, now: .zero).1 == [.speak("a")])
        #expect(conversation.spoken(true).last == .close(code: 1000, reason: ""))
    }

    @Test func warnsOfTooManyFlushes() {
        var conversation = Self.conversation()
        for second in 0..<20 {
            let actions = conversation.receive(#"{"type":"Flush"}"#.utf8, now: .seconds(second)).1
            #expect(actions == [.send(#"{"type":"Flushed","sequence_id":\#(second)}"#)])
        }
        guard case .send(let warning) = conversation.receive(#"{"type":"Flush"}"#.utf8, now: .seconds(20)).1.first
        else {
            Issue.record("nothing")
            return
        }
        #expect(warning.contains(#""type":"Warning""#))
        #expect(conversation.receive(#"{"type":"Flush"}"#.utf8, now: .seconds(61)).1.count == 1)
    }

    @Test func closesOnTooMuchText() {
        var long = Self.conversation()
        let tooLong = long.receive(Self.say(String(repeating: "x", count: 2001)).utf8, now: .zero).1
        #expect(tooLong.last == .close(code: 1009, reason: "BIG-0000. See https://dpgr.am/big0000"))
        var fast = Self.conversation()
        _ = fast.receive(Self.say(String(repeating: "x", count: 2000)).utf8, now: .zero)
        let tooFast = fast.receive(Self.say(String(repeating: "x", count: 500)).utf8, now: .seconds(59)).1
        #expect(tooFast.last == .close(code: 1008, reason: "DATA-0001. See https://dpgr.am/data0001"))
        var slow = Self.conversation()
        _ = slow.receive(Self.say(String(repeating: "x", count: 2000)).utf8, now: .zero)
        #expect(slow.receive(Self.say(String(repeating: "x", count: 500)).utf8, now: .seconds(60)).1 == [])
    }

    @Test(arguments: ["", "{", "null", #"{"type":"Dance"}"#, #"{"type":"KeepAlive"}"#, #"{"text":"x"}"#, "\u{0}"])
    func closesOnCommandsItDoesNotKnow(text: String) {
        var conversation = Self.conversation()
        let actions = conversation.receive(text.utf8, now: .zero).1
        #expect(actions.last == .close(code: 1008, reason: "DATA-0000. See https://dpgr.am/data0000"))
        #expect(conversation.receive(Self.say("x").utf8, now: .zero).1 == [])
    }

    @Test func closesOnBinaryOnFailureAndAfterAnHour() {
        var binary = Self.conversation()
        #expect(
            binary.receiveBinary().last == .close(code: 1003, reason: "MESSAGE-0000. See https://dpgr.am/message0000")
        )
        var old = Self.conversation()
        #expect(old.expire().last == .close(code: 1011, reason: "NET-0003. See https://dpgr.am/net0003"))
        var broken = Self.conversation()
        _ = broken.receive(Self.say("x").utf8, now: .zero)
        _ = broken.receive(#"{"type":"Flush"}"#.utf8, now: .zero)
        #expect(broken.spoken(false).last == .close(code: 1011, reason: "NET-0000. See https://dpgr.am/net0000"))
    }
}
