// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct MediaFrameScannerTests {
    private let scanner = MediaFrameScanner()
    private let decoder = MediaStreamDecoder()

    /// What the scanner found, put together like the general decoder's result.
    private func scan(_ bytes: [UInt8]) -> MediaStreamMessage.Media? {
        bytes.withUnsafeBytes { bytes in
            guard let frame = self.scanner.scan(bytes) else { return nil }
            var audio = [UInt8](repeating: 0, count: frame.maximumPayloadCount)
            guard let count = audio.withUnsafeMutableBytes({ frame.decodePayload(of: bytes, into: $0) }) else {
                return nil
            }
            return MediaStreamMessage.Media(
                streamSID: String(decoding: bytes[frame.streamSID], as: UTF8.self),
                sequenceNumber: frame.sequenceNumber,
                track: frame.track,
                chunk: frame.chunk,
                timestampMilliseconds: frame.timestampMilliseconds,
                payload: Array(audio.prefix(count))
            )
        }
    }

    private func scan(_ text: String) -> MediaStreamMessage.Media? {
        self.scan(Array(text.utf8))
    }

    private func decode(_ bytes: [UInt8]) -> MediaStreamMessage.Media? {
        guard case .media(let media) = try? self.decoder.decode(bytes) else { return nil }
        return media
    }

    /// The documentation page "Media Streams – WebSocket Messages".
    @Test func readsTheDocumentedMessage() throws {
        let text =
            #"{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1","timestamp":"5","#
            + #""payload":"//8="},"streamSid":"MZ0123456789abcdef0123456789abcdef"}"#
        let media = try #require(self.scan(text))
        #expect(media.streamSID == MediaText.streamSID)
        #expect(media.sequenceNumber == 3)
        #expect(media.track == .inbound)
        #expect(media.chunk == 1)
        #expect(media.timestampMilliseconds == 5)
        #expect(media.payload == [0xFF, 0xFF])
    }

    @Test func namesTheStream() throws {
        let bytes = MediaText.plain()
        try bytes.withUnsafeBytes { bytes in
            let frame = try #require(self.scanner.scan(bytes))
            #expect(frame.names(Array(MediaText.streamSID.utf8), in: bytes))
            #expect(!frame.names(Array("MZ0123456789abcdef0123456789abcdee".utf8), in: bytes))
            #expect(!frame.names([], in: bytes))
            #expect(frame.timestamp == .milliseconds(5))
        }
    }

    @Test func agreesWithTheGeneralDecoderOnStrangeButValidMessages() {
        var texts = MediaText(seed: 11)
        for _ in 0..<5_000 {
            let bytes = texts.random()
            let found = self.scan(bytes)
            guard found != nil, found == self.decode(bytes) else {
                Issue.record("\(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
    }

    /// Whatever is done to a message: when the scanner takes it, the general decoder takes it and finds the same.
    @Test func neverTakesWhatTheGeneralDecoderRefuses() {
        var generator = SeededGenerator(seed: 5)
        var texts = MediaText(seed: 6)
        let spice = Array(#"{}[]",:\0129eE+-.tfn u/ media"#.utf8)
        var taken = 0
        for round in 0..<30_000 {
            var bytes = round % 3 == 0 ? MediaText.plain() : texts.random()
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let position = Int.random(in: bytes.indices, using: &generator)
                let other = Int.random(in: position..<min(bytes.count, position + 20), using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: bytes[position] = spice.randomElement(using: &generator) ?? 0
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(spice.randomElement(using: &generator) ?? 0, at: position)
                case 3: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 4: bytes.swapAt(position, other)
                default: bytes.insert(contentsOf: bytes[position...other], at: position)
                }
            }
            guard let found = self.scan(bytes) else { continue }
            taken += 1
            guard found == self.decode(bytes) else {
                Issue.record("\(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
        #expect(taken > 5_000)
    }

    @Test func refusesEveryTruncation() {
        var texts = MediaText(seed: 21)
        for message in [MediaText.plain(), texts.random(), texts.random(), texts.random()] {
            let end = (message.lastIndex(of: UInt8(ascii: "}")) ?? 0) + 1
            for count in 0..<end {
                // A copy of its own, so that a read beyond it would be found by the debug checks.
                #expect(self.scan(Array(message[..<count])) == nil)
            }
            #expect(self.scan(Array(message[..<end])) != nil)
        }
    }

    @Test func theLastOfRepeatedKeysCounts() throws {
        let media = try #require(
            self.scan(
                #"{"event":"media","media":{"payload":"AAAA","chunk":"9"},"sequenceNumber":1,"sequenceNumber":"2","#
                    + #""media":{"payload":"AAAA","payload":"/w==","timestamp":7,"track":"outbound_track"}}"#
            )
        )
        #expect(media.payload == [0xFF])
        #expect(media.chunk == nil)
        #expect(media.sequenceNumber == 2)
        #expect(media.timestampMilliseconds == 7)
        #expect(media.track == .outbound)
        #expect(media.streamSID.isEmpty)
    }

    @Test func readsEscapedPayloads() throws {
        #expect(try #require(self.scan(#"{"event":"media","media":{"payload":"\/w=="}}"#)).payload == [0xFF])
        #expect(try #require(self.scan(#"{"event":"media","media":{"payload":"\u002fw\u003D="}}"#)).payload == [0xFF])
        #expect(self.scan(#"{"event":"media","media":{"payload":"\nw=="}}"#) == nil)
    }

    /// Not refused, but left to the general decoder, which says what they are.
    @Test(arguments: [
        #"{"event":"mark","media":{"payload":"AAAA"}}"#, #"{"media":{"payload":"AAAA"}}"#,
        #"{"event":"media"}"#, #"{"event":"media","media":{}}"#, #"{"event":"media","media":null}"#,
        #"{"event":"media","media":[]}"#, #"{"event":"media","media":{"payload":5}}"#,
        #"{"event":"media","media":{"payload":"AAAA","chunk":true}}"#,
        #"{"event":"media","media":{"payload":"AAAA","chunk":"-1"}}"#,
        #"{"event":"media","media":{"payload":"AAAA","chunk":""}}"#,
        #"{"event":"media","media":{"payload":"AAAA","timestamp":1e2}}"#,
        #"{"event":"media","media":{"payload":"AAAA","timestamp":"9999999999999999999"}}"#,
        #"{"event":"media","media":{"payload":"AAAA","track":"sideways"}}"#,
        #"{"\u0065vent":"media","media":{"payload":"AAAA"}}"#, #"{"event":"m\u0065dia","media":{"payload":"AAAA"}}"#,
        #"{"event":"media","media":{"payload":"AAAA"},"x":"é"}"#, #"{"event":"media","media":{"payload":"AAAA"}}x"#,
        #"{"event":"media","media":{"payload":"AAAA"}}{}"#, #"[{"event":"media","media":{"payload":"AAAA"}}]"#,
        #"{"event":"media","media":{"payload":"AAAA"},}"#,
        "\u{FEFF}" + #"{"event":"media","media":{"payload":"AAAA"}}"#,
        #"{"event":"media","media":{"payload":"AAAA"},"streamSid":5}"#, "", "null", "media",
        #"{"event":"media","media":{"payload":"AA=A"}}"#, #"{"event":"media","media":{"payload":"AAA"}}"#,
    ])
    func leavesWhatIsNotPlain(text: String) {
        #expect(self.scan(text) == nil)
    }

    @Test func refusesDeepNestingQuicklyAndStandsTheLimit() {
        let message = { (depth: Int, open: String, close: String) in
            #"{"event":"media","media":{"payload":"AAAA"},"x":"# + String(repeating: open, count: depth) + "0"
                + String(repeating: close, count: depth) + "}"
        }
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            #expect(self.scan(message(31, open, close)) != nil)
            #expect(self.decode(Array(message(31, open, close).utf8)) != nil)
            #expect(self.scan(message(32, open, close)) == nil)
            #expect(self.decode(Array(message(32, open, close).utf8)) == nil)
            let time = ContinuousClock().measure { #expect(self.scan(message(100_000, open, close)) == nil) }
            #expect(time < .seconds(1))
        }
        #expect(MediaFrameScanner(maximumDepth: 1_000).scan(message(63, "[", "]")) != nil)
        #expect(MediaFrameScanner(maximumDepth: 1_000).scan(message(65, "[", "]")) == nil)
    }
}

extension MediaFrameScanner {
    fileprivate func scan(_ text: String) -> MediaFrame? {
        Array(text.utf8).withUnsafeBytes { self.scan($0) }
    }
}
