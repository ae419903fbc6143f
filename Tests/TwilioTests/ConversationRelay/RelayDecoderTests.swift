// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct RelayDecoderTests {
    private let decoder = RelayDecoder()
    private static let session = "VX00000000000000000000000000000000"
    private static let account = "AC0123456789abcdef0123456789abcdef"
    private static let call = "CA0123456789abcdef0123456789abcdef"

    /// The shapes of the documentation page "Getting and sending WebSocket messages", key for key.
    static let documented: [(String, RelayMessage)] = [
        (
            #"{"type":"setup","sessionId":"\#(session)","accountSid":"\#(account)","parentCallSid":"","#
                + #""callSid":"\#(call)","from":"+18005550100","to":"+18005550101","forwardedFrom":"+18005550102","#
                + #""callType":"PSTN","callerName":"","direction":"inbound","callStatus":"RINGING","#
                + #""customParameters":{"callReference":"bar"}}"#,
            .setup(
                .init(
                    sessionID: session,
                    accountSID: account,
                    callSID: call,
                    from: "+18005550100",
                    to: "+18005550101",
                    forwardedFrom: "+18005550102",
                    customParameters: ["callReference": "bar"]
                )
            )
        ),
        (
            #"{"type":"prompt","voicePrompt":"Hi! Can you tell me about life?","lang":"en-US","last":true}"#,
            .prompt(.init(text: "Hi! Can you tell me about life?"))
        ),
        (
            #"{"type":"interrupt","utteranceUntilInterrupt":"Life is a complex set of","#
                + #""durationUntilInterruptMs":460}"#,
            .interrupt(.init(heard: "Life is a complex set of", milliseconds: 460))
        ),
        (#"{"type":"dtmf","digit":"1"}"#, .dtmf(digit: "1")),
        (
            #"{"type":"error","description":"Invalid message received: { \"foo\" : \"bar\" }"}"#,
            .error(description: #"Invalid message received: { "foo" : "bar" }"#)
        ),
        (
            #"{"type":"info","name":"agentSpeaking","value":"on","ts":1752091234567}"#,
            .info(.init(name: "agentSpeaking", value: "on", timestampMilliseconds: 1_752_091_234_567))
        ),
        (
            #"{"type":"info","name":"roundTripDelayMs","value":"148"}"#,
            .info(.init(name: "roundTripDelayMs", value: "148"))
        ),
        (
            #"{"type":"weather","is":["fine"]}"#,
            .unknown(type: "weather", text: #"{"type":"weather","is":["fine"]}"#)
        ),
    ]

    @Test(arguments: documented)
    func readsAndWritesTheDocumentedMessages(text: String, message: RelayMessage) throws {
        #expect(try self.decoder.decode(Array(text.utf8)) == message)
        #expect(String(decoding: message.encoded, as: UTF8.self) == text)
    }

    /// Other spellings that mean the same.
    static let tolerated: [(String, RelayMessage)] = [
        (#"{"voicePrompt":"a","type":"prompt"}"#, .prompt(.init(text: "a", language: nil))),
        (
            #"{"type":"prompt","voicePrompt":"a","lang":"","last":"false","x":{"y":[1e999]}}"#,
            .prompt(.init(text: "a", language: nil, isLast: false))
        ),
        (#"{"type":"prompt","voicePrompt":"a","last":null}"#, .prompt(.init(text: "a", language: nil))),
        (#"{"type":"prompt","voicePrompt":"b","voicePrompt":"a"}"#, .prompt(.init(text: "a", language: nil))),
        (
            #"{"type":"interrupt","utteranceUntilInterrupt":"so","durationUntilInterruptMs":"460"}"#,
            .interrupt(.init(heard: "so", milliseconds: 460))
        ),
        (#"{"type":"interrupt","durationUntilInterruptMs":-1.5}"#, .interrupt(.init(heard: ""))),
        (#"{"type":"interrupt","utteranceUntilInterrupt":null}"#, .interrupt(.init(heard: ""))),
        (#"{"type":"info","name":"agentSpeaking","value":true}"#, .info(.init(name: "agentSpeaking", value: "on"))),
        (#"{"type":"info","name":"agentSpeaking","value":false}"#, .info(.init(name: "agentSpeaking", value: "off"))),
        (
            #"{"type":"info","name":"delay","value":148,"ts":"5"}"#,
            .info(.init(name: "delay", value: "148", timestampMilliseconds: 5))
        ),
        (#"{"type":"info","name":"delay"}"#, .info(.init(name: "delay", value: ""))),
        (#"{"type":"error"}"#, .error(description: "")),
        (
            #"{"type":"setup","sessionId":"v","accountSid":"a","callSid":"c","customParameters":{"n":1,"t":"x"}}"#,
            .setup(
                .init(
                    sessionID: "v",
                    accountSID: "a",
                    callSID: "c",
                    callType: nil,
                    direction: nil,
                    callStatus: nil,
                    customParameters: ["t": "x"]
                )
            )
        ),
    ]

    @Test(arguments: tolerated)
    func readsOtherSpellingsOfTheSame(text: String, message: RelayMessage) throws {
        #expect(try self.decoder.decode(Array(text.utf8)) == message)
    }

    static let refused: [(String, TwilioError.Code)] = [
        ("", .malformedJSON),
        ("hello", .malformedJSON),
        ("[1,2]", .malformedJSON),
        (#"{"type":"prompt","voicePrompt":"#, .malformedJSON),
        (#"{"type":"prompt","voicePrompt":NaN}"#, .malformedJSON),
        ("{}", .malformedMessage),
        (#"{"event":"start"}"#, .malformedMessage),
        (#"{"type":1}"#, .malformedMessage),
        (#"{"type":"prompt"}"#, .malformedMessage),
        (#"{"type":"prompt","voicePrompt":["a"]}"#, .malformedMessage),
        (#"{"type":"prompt","voicePrompt":"a","last":"perhaps"}"#, .malformedMessage),
        (#"{"type":"prompt","voicePrompt":"a","last":1}"#, .malformedMessage),
        (#"{"type":"setup","sessionId":"v","accountSid":"a"}"#, .malformedMessage),
        (#"{"type":"setup","sessionId":"v","accountSid":"a","callSid":null}"#, .malformedMessage),
        (
            #"{"type":"setup","sessionId":"v","accountSid":"a","callSid":"c","customParameters":[1]}"#,
            .malformedMessage
        ),
        (#"{"type":"dtmf"}"#, .malformedMessage),
        (#"{"type":"dtmf","digit":"12"}"#, .malformedMessage),
        (#"{"type":"dtmf","digit":"é"}"#, .malformedMessage),
        (#"{"type":"dtmf","digit":1}"#, .malformedMessage),
        (#"{"type":"info","value":"on"}"#, .malformedMessage),
        (
            #"{"type":"error","x":"# + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}",
            .limitExceeded
        ),
        (#"{"type":"error","x":["# + String(repeating: "1,", count: 1_000) + "1]}", .limitExceeded),
        (#"{"type":"error","description":"# + "\"" + String(repeating: "x", count: 66_000) + "\"}", .limitExceeded),
    ]

    @Test(arguments: refused)
    func refusesWhatIsNoMessage(text: String, code: TwilioError.Code) {
        let error = #expect(throws: TwilioError.self) { try self.decoder.decode(Array(text.utf8)) }
        #expect(error?.code == code)
    }

    @Test(arguments: documented)
    func survivesTruncationAtEveryByte(text: String, message: RelayMessage) {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            #expect(throws: TwilioError.self) { try self.decoder.decode(Array(bytes.prefix(count))) }
        }
    }

    @Test func survivesGarbageInEveryPlace() {
        var random = SeededGenerator(seed: 31)
        for (text, _) in Self.documented {
            for _ in 0..<400 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                // Whatever comes out can be written and read again, or it is an error; nothing else happens.
                guard let message = try? self.decoder.decode(bytes) else { continue }
                if case .interrupt = message { continue }
                if case .setup = message { continue }
                let again = try? self.decoder.decode(message.encoded)
                #expect(again == message)
            }
        }
    }

    @Test func takesWordsOfAnyScript() throws {
        let prompt = RelayMessage.prompt(.init(text: "Grüße \u{202E}\"<b>\u{0}\n𝄞"))
        #expect(try self.decoder.decode(prompt.encoded) == prompt)
    }
}
