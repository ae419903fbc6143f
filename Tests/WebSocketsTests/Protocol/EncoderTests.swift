// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import WebSockets

@Suite struct EncoderTests {
    @Test(arguments: [0, 1, 125, 126, 127, 400, 65_535, 65_536, 70_000])
    func writesFramesThatAnIndependentReaderUnderstands(_ length: Int) throws {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for key in [nil, 0x0403_0201, 0xFFFF_FFFF] as [UInt32?] {
            var buffer = ByteBuffer(string: "before")
            let written = WebSocketEncoder.append(.binary, maskKey: key, to: &buffer) { $0.writeBytes(payload) }
            #expect(written == length)
            let before = buffer.readString(length: 6)
            #expect(before == "before")
            let frame = try #require(Frame.parse(Array(buffer.readableBytesView)).first)
            #expect(frame.payload == payload)
            #expect(frame.opcode == 2 && frame.isFinal && frame.reserved == 0)
            #expect((frame.mask == nil) == (key == nil))
            #expect(
                buffer.readableBytes == WebSocketFrameHeader.length(payloadLength: length, masked: key != nil) + length
            )
        }
    }

    @Test func masksEveryLengthAndPhaseAsTheDefinitionSays() {
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        let number = UInt32(key[0]) | UInt32(key[1]) << 8 | UInt32(key[2]) << 16 | UInt32(key[3]) << 24
        for length in 0..<100 {
            for phase in 0..<4 {
                let source = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
                var target = [UInt8](repeating: 0, count: length)
                let high = source.withUnsafeBytes { source in
                    target.withUnsafeMutableBytes { target in
                        guard let from = source.baseAddress, let to = target.baseAddress else { return false }
                        return WebSocketMask.apply(key: number, phase: phase, from: from, to: to, count: length)
                    }
                }
                let expected = source.enumerated().map { $0.element ^ key[($0.offset + phase) % 4] }
                #expect(target == expected)
                #expect(high == expected.contains { $0 >= 0x80 })
            }
        }
    }

    @Test func cutsReasonsAtACharacter() {
        #expect(Array("aé".utf8Prefix(2)) == Array("a".utf8))
        #expect(Array("aé".utf8Prefix(3)) == Array("aé".utf8))
        #expect(Array("🎧".utf8Prefix(3)) == [])
    }
}
