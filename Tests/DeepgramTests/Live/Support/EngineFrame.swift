// SPDX-License-Identifier: Apache-2.0

/// A WebSocket frame as literal bytes, written and read independently of the library.
struct EngineFrame: Hashable {
    var opcode: UInt8
    var payload: [UInt8]
    /// Announces more than there is.
    var announcedLength: UInt64?

    var text: String { String(decoding: self.payload, as: UTF8.self) }

    var bytes: [UInt8] {
        let length = self.announcedLength ?? UInt64(self.payload.count)
        var bytes = [0x80 | self.opcode]
        if length < 126 {
            bytes.append(UInt8(length))
        } else if length <= 0xFFFF {
            bytes += [126, UInt8(length >> 8), UInt8(length & 0xFF)]
        } else {
            bytes.append(127)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(length >> UInt64(shift) & 0xFF)) }
        }
        return bytes + self.payload
    }

    /// Takes a whole masked frame off the front.
    static func take(_ bytes: inout [UInt8]) -> EngineFrame? {
        guard bytes.count >= 2 else { return nil }
        let form = Int(bytes[1] & 0x7F)
        let extended = form == 126 ? 2 : form == 127 ? 8 : 0
        let head = 2 + extended + 4
        guard bytes.count >= head, bytes[1] & 0x80 != 0 else { return nil }
        let length = extended == 0 ? form : bytes[2..<2 + extended].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= head + length else { return nil }
        let mask = Array(bytes[head - 4..<head])
        let payload = bytes[head..<head + length].enumerated().map { $0.element ^ mask[$0.offset % 4] }
        let frame = EngineFrame(opcode: bytes[0] & 0x0F, payload: payload)
        bytes.removeFirst(head + length)
        return frame
    }
}
