// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct MediaStreamEncoderTests {
    private let encoder = MediaStreamEncoder(streamSID: "MZ0123456789abcdef0123456789abcdef")

    private func text(_ body: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        body(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The shapes of the documentation page "Media Streams – WebSocket Messages", key for key.
    @Test func writesTheDocumentedMessages() {
        #expect(
            self.text { self.encoder.appendMedia([0xFF, 0xFF, 0x00, 0x01], to: &$0) }
                == #"{"event":"media","streamSid":"MZ0123456789abcdef0123456789abcdef","media":{"payload":"//8AAQ=="}}"#
        )
        #expect(
            self.text { self.encoder.appendMark("utt-17", to: &$0) }
                == #"{"event":"mark","streamSid":"MZ0123456789abcdef0123456789abcdef","mark":{"name":"utt-17"}}"#
        )
        #expect(
            self.text { self.encoder.appendClear(to: &$0) }
                == #"{"event":"clear","streamSid":"MZ0123456789abcdef0123456789abcdef"}"#
        )
    }

    @Test func isReadBackByTheDecoder() throws {
        let decoder = MediaStreamDecoder()
        let sid = "MZ\"\\\u{1}é"
        let encoder = MediaStreamEncoder(streamSID: sid)
        for count in [0, 1, 2, 3, 160, 800, 8_000] {
            let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            var bytes: [UInt8] = []
            encoder.appendMedia(payload, to: &bytes)
            #expect(bytes.count == encoder.mediaCount(payloadCount: count))
            #expect(try decoder.decodeCommand(bytes) == .media(streamSID: sid, payload: payload))
        }
        for name in ["", "a\"b\\c", "\u{0}\u{1F}\u{7F}\r\n", "</script>", "e\u{301}\u{202E}"] {
            var bytes: [UInt8] = []
            encoder.appendMark(name, to: &bytes)
            guard case .mark(sid, let back) = try decoder.decodeCommand(bytes) else {
                Issue.record("no mark")
                continue
            }
            #expect(Array(back.utf8) == Array(name.utf8))
        }
        var bytes: [UInt8] = []
        encoder.appendClear(to: &bytes)
        #expect(try decoder.decodeCommand(bytes) == .clear(streamSID: sid))
    }

    @Test func writesOnlyItsPartOfABuffer() {
        let payload = [UInt8](repeating: 0x7F, count: 161)
        var target = [UInt8](repeating: 0xAA, count: 600)
        let count = target.withUnsafeMutableBytes { target in
            payload.withUnsafeBytes { self.encoder.encodeMedia($0, into: target) }
        }
        var expected: [UInt8] = []
        self.encoder.appendMedia(payload, to: &expected)
        #expect(Array(target[..<count]) == expected)
        #expect(target[count...].allSatisfy { $0 == 0xAA })
    }

    @Test(arguments: [
        #"{"event":"media","media":{"payload":""}}"#, #"{"event":"mark","streamSid":"s"}"#,
        #"{"event":"dtmf","streamSid":"s"}"#, #"{"event":"media","streamSid":"s","media":{"payload":"x"}}"#, "{}", "x",
    ])
    func commandsThatTwilioWouldRefuseAreRefused(text: String) {
        #expect(throws: TwilioError.self) { try MediaStreamDecoder().decodeCommand(Array(text.utf8)) }
    }
}
