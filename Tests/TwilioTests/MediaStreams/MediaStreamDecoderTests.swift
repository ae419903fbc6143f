// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct MediaStreamDecoderTests {
    private let decoder = MediaStreamDecoder()
    private static let stream = "MZ0123456789abcdef0123456789abcdef"
    private static let call = "CA0123456789abcdef0123456789abcdef"
    private static let account = "AC0123456789abcdef0123456789abcdef"

    /// The shapes of the documentation page "Media Streams – WebSocket Messages", key for key.
    static let documented: [(String, MediaStreamMessage)] = [
        (#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#, .connected(.init())),
        (
            #"{"event":"start","sequenceNumber":"1","start":{"accountSid":"\#(account)","streamSid":"\#(stream)","#
                + #""callSid":"\#(call)","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","#
                + #""sampleRate":8000,"channels":1},"customParameters":{"token":"abc"}},"streamSid":"\#(stream)"}"#,
            .start(
                .init(streamSID: stream, accountSID: account, callSID: call, customParameters: ["token": "abc"])
            )
        ),
        (
            #"{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1","timestamp":"5","#
                + #""payload":"//8A"},"streamSid":"\#(stream)"}"#,
            .media(
                .init(
                    streamSID: stream,
                    sequenceNumber: 3,
                    chunk: 1,
                    timestampMilliseconds: 5,
                    payload: [0xFF, 0xFF, 0x00]
                )
            )
        ),
        (
            #"{"event":"dtmf","streamSid":"\#(stream)","sequenceNumber":"5","dtmf":{"track":"inbound_track","#
                + #""digit":"1"}}"#,
            .dtmf(.init(streamSID: stream, sequenceNumber: 5, digit: "1"))
        ),
        (
            #"{"event":"mark","sequenceNumber":"4","streamSid":"\#(stream)","mark":{"name":"my label"}}"#,
            .mark(.init(streamSID: stream, sequenceNumber: 4, name: "my label"))
        ),
        (
            #"{"event":"stop","sequenceNumber":"5","stop":{"accountSid":"\#(account)","callSid":"\#(call)"},"#
                + #""streamSid":"\#(stream)"}"#,
            .stop(.init(streamSID: stream, sequenceNumber: 5, accountSID: account, callSID: call))
        ),
    ]

    @Test(arguments: documented)
    func readsAndWritesTheDocumentedMessages(text: String, message: MediaStreamMessage) throws {
        #expect(try self.decoder.decode(Array(text.utf8)) == message)
        #expect(String(decoding: message.encoded, as: UTF8.self) == text)
    }

    @Test func readsAStartOfAnotherFormatSoThatItCanBeRefused() throws {
        let text =
            #"{"start":{"accountSid":"a","callSid":"c","tracks":["inbound","outbound","x",5],"#
            + #""mediaFormat":{"encoding":"audio/l16","sampleRate":"0","channels":2}},"event":"start","streamSid":"s"}"#
        guard case .start(let start) = try self.decoder.decode(Array(text.utf8)) else {
            Issue.record("not a start")
            return
        }
        #expect(start.format == .init(encoding: "audio/l16", sampleRate: 0, channels: 2))
        #expect(start.format != .muLaw)
        #expect(start.tracks == [.inbound, .outbound])
        #expect(start.streamSID == "s")
        #expect(start.sequenceNumber == nil)
        #expect(start.customParameters.isEmpty)
    }

    @Test func keepsCustomParametersByteByByte() throws {
        let text =
            #"{"event":"start","start":{"streamSid":"s","accountSid":"a","callSid":"c","mediaFormat":"#
            + #"{"encoding":"e","sampleRate":1,"channels":1},"customParameters":"#
            + "{\"\u{E9}\":\"1\",\"e\u{301}\":\"2\",\"a\":\"x\",\"a\":\"y\",\"n\":5,\"<script>\":\"\\u0000\\\"\"}}}"
        guard case .start(let start) = try self.decoder.decode(Array(text.utf8)) else {
            Issue.record("not a start")
            return
        }
        let expected: FormParameters = ["\u{E9}": "1", "e\u{301}": "2", "a": "y", "<script>": "\u{0}\""]
        #expect(start.customParameters == expected)
    }

    @Test func takesUnknownEventsAndAStopWithNothing() throws {
        #expect(try self.decoder.decode(Array(#"{"event":"telepathy"}"#.utf8)) == .unknown(event: "telepathy"))
        #expect(
            try self.decoder.decode(Array(#"{"event":"stop"}"#.utf8))
                == .stop(.init(streamSID: "", sequenceNumber: nil, accountSID: nil, callSID: nil))
        )
    }

    @Test(arguments: [
        ("", TwilioError.Code.malformedJSON), ("hello", .malformedJSON), ("[]", .malformedJSON), ("5", .malformedJSON),
        ("\"start\"", .malformedJSON), ("{}", .malformedMessage), (#"{"event":5}"#, .malformedMessage),
        (#"{"event":"start"}"#, .malformedMessage), (#"{"event":"start","start":[]}"#, .malformedMessage),
        (#"{"event":"mark","streamSid":"s"}"#, .malformedMessage), (#"{"event":"mark","mark":{}}"#, .malformedMessage),
        (#"{"event":"dtmf","dtmf":{"digit":"11"}}"#, .malformedMessage),
        (#"{"event":"dtmf","dtmf":{"digit":"<"}}"#, .malformedMessage),
        (#"{"event":"media","media":{}}"#, .malformedMessage),
        (#"{"event":"media","media":{"payload":"!!!!"}}"#, .malformedPayload),
        (#"{"event":"media","media":{"payload":"AAA"}}"#, .malformedPayload),
        (#"{"event":"media","sequenceNumber":NaN,"media":{"payload":""}}"#, .malformedJSON),
        (#"{"event":"media","sequenceNumber":1e999,"media":{"payload":""}}"#, .malformedMessage),
    ])
    func saysWhatIsWrong(text: String, code: TwilioError.Code) {
        let error = #expect(throws: TwilioError.self) { try self.decoder.decode(Array(text.utf8)) }
        #expect(error?.code == code)
    }

    @Test func refusesMoreThanItsLimits() {
        let small = MediaStreamDecoder(maximumBytes: 100)
        let long = Array(#"{"event":"mark","mark":{"name":"\#(String(repeating: "x", count: 100))"}}"#.utf8)
        #expect(throws: TwilioError.self) { try small.decode(long) }
        #expect(throws: Never.self) { try self.decoder.decode(long) }
        let members = (0..<4_000).map { #""k\#($0)":0"# }.joined(separator: ",")
        let error = #expect(throws: TwilioError.self) { try self.decoder.decode(Array("{\(members)}".utf8)) }
        #expect(error?.code == .limitExceeded)
    }

    @Test func survivesEveryTruncationAndMutation() {
        var generator = SeededGenerator(seed: 9)
        for (text, _) in Self.documented {
            let bytes = Array(text.utf8)
            for count in bytes.indices {
                #expect(throws: TwilioError.self) { try self.decoder.decode(Array(bytes[..<count])) }
            }
            for _ in 0..<3_000 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    changed[Int.random(in: changed.indices, using: &generator)] = .random(
                        in: 0...255,
                        using: &generator
                    )
                }
                // Any result will do, as long as there is one.
                _ = try? self.decoder.decode(changed)
                _ = try? self.decoder.decodeCommand(changed)
            }
        }
    }
}
