// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing
import Twilio

@testable import SwitchboardTesting

struct ServerMessageReaderTests {
    private var reader = ServerMessageReader(streamSID: "MZ1")

    private mutating func read(_ text: String) throws -> ServerMessage {
        try Array(text.utf8).withUnsafeBytes { try self.reader.read($0) }
    }

    @Test mutating func readsWhatTheServersEncoderWrites() throws {
        let encoder = MediaStreamEncoder(streamSID: "MZ1")
        var text: [UInt8] = []
        encoder.appendMedia([1, 2, 3, 4], to: &text)
        #expect(try self.read(String(decoding: text, as: UTF8.self)) == .media)
        #expect(self.reader.payload == [1, 2, 3, 4])
        text = []
        encoder.appendMark("a \"b\"", to: &text)
        #expect(try self.read(String(decoding: text, as: UTF8.self)) == .mark("a \"b\""))
        text = []
        encoder.appendClear(to: &text)
        #expect(try self.read(String(decoding: text, as: UTF8.self)) == .clear)
    }

    @Test mutating func emptyAudioIsAudio() throws {
        #expect(try self.read(#"{"event":"media","streamSid":"MZ1","media":{"payload":""}}"#) == .media)
        #expect(self.reader.payload == [])
    }

    @Test mutating func everyTruncationIsAWarning() {
        let text = #"{"event":"media","streamSid":"MZ1","media":{"payload":"AQID"}}"#
        for length in 0..<text.utf8.count {
            #expect(throws: DebuggerError.self) { try self.read(String(text.prefix(length))) }
        }
    }

    @Test mutating func deepAndLargeJSONIsAWarning() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: DebuggerError.self) { try self.read(deep) }
        let object = String(repeating: #"{"a":"#, count: 50_000) + "1" + String(repeating: "}", count: 50_000)
        #expect(throws: DebuggerError.self) { try self.read(object) }
    }

    @Test mutating func aFailedMessageLeavesTheLastAudioAlone() throws {
        _ = try self.read(#"{"event":"media","streamSid":"MZ1","media":{"payload":"AQID"}}"#)
        #expect(throws: DebuggerError.self) {
            try self.read(#"{"event":"media","streamSid":"MZ1","media":{"payload":"AQI*"}}"#)
        }
        #expect(self.reader.payload == [1, 2, 3])
    }

    @Test func theWriterWritesWhatTheServersScannerReads() throws {
        var writer = MediaWriter(streamSID: "MZ1", accountSID: "AC1", callSID: "CA1", parameters: ["k": "v\"\\\n"])
        guard case .start(let start) = try MediaStreamDecoder().decode(writer.start()) else {
            Issue.record("no start")
            return
        }
        #expect(start.customParameters["k"] == "v\"\\\n" && start.sequenceNumber == 1)
        var buffer = ByteBuffer()
        let audio = (0..<160).map { UInt8($0) }
        writer.media(ByteBuffer(bytes: audio), at: .milliseconds(40)).append(to: &buffer)
        let text = Array(buffer.readableBytesView)
        let message = try MediaStreamDecoder().decode(text)
        let expected = MediaStreamMessage.Media(
            streamSID: "MZ1",
            sequenceNumber: 2,
            chunk: 1,
            timestampMilliseconds: 40,
            payload: audio
        )
        #expect(message == .media(expected))
        #expect(text == MediaStreamMessage.media(expected).encoded, "byte for byte as the documentation has it")
        let frame = text.withUnsafeBytes { MediaFrameScanner().scan($0) }
        #expect(frame?.chunk == 1)
    }
}
