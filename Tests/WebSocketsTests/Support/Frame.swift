// SPDX-License-Identifier: Apache-2.0

/// Frames as literal bytes, right or wrong, written independently of the library.
struct Frame {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isFinal = true
    var reserved: UInt8 = 0
    var mask: [UInt8]?
    /// Forces the 16-bit (126) or 64-bit (127) form of the length.
    var lengthForm: UInt8?
    /// Lies about the length.
    var announcedLength: UInt64?

    static func text(_ text: String, isFinal: Bool = true) -> Frame {
        Frame(opcode: 1, payload: Array(text.utf8), isFinal: isFinal)
    }

    static func binary(_ payload: [UInt8], isFinal: Bool = true) -> Frame {
        Frame(opcode: 2, payload: payload, isFinal: isFinal)
    }

    static func continuation(_ payload: [UInt8], isFinal: Bool = true) -> Frame {
        Frame(opcode: 0, payload: payload, isFinal: isFinal)
    }

    static func continuation(_ text: String, isFinal: Bool = true) -> Frame {
        .continuation(Array(text.utf8), isFinal: isFinal)
    }

    static func ping(_ payload: [UInt8] = []) -> Frame { Frame(opcode: 9, payload: payload) }
    static func pong(_ payload: [UInt8] = []) -> Frame { Frame(opcode: 10, payload: payload) }

    static func close(_ code: UInt16?, _ reason: [UInt8] = []) -> Frame {
        Frame(opcode: 8, payload: code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] + reason } ?? [])
    }

    func masked(_ key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]) -> Frame {
        var copy = self
        copy.mask = key
        return copy
    }

    var bytes: [UInt8] {
        let length = self.announcedLength ?? UInt64(self.payload.count)
        let form = self.lengthForm ?? (length < 126 ? nil : length <= 0xFFFF ? 126 : 127)
        var bytes = [(self.isFinal ? 0x80 : 0) | self.reserved << 4 | self.opcode]
        let maskBit: UInt8 = self.mask == nil ? 0 : 0x80
        switch form {
        case 126: bytes += [maskBit | 126] + (0..<2).map { UInt8(truncatingIfNeeded: length >> (8 * (1 - $0))) }
        case 127: bytes += [maskBit | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * (7 - $0))) }
        default: bytes.append(maskBit | UInt8(length))
        }
        guard let mask = self.mask else { return bytes + self.payload }
        return bytes + mask + self.payload.enumerated().map { $0.element ^ mask[$0.offset % 4] }
    }

    /// Reads frames without judging them; what is cut at the end is left out.
    static func parse(_ bytes: [UInt8]) -> [Frame] {
        var frames: [Frame] = []
        var rest = bytes[...]
        while rest.count >= 2 {
            let first = rest[rest.startIndex]
            let second = rest[rest.startIndex + 1]
            let form = second & 0x7F
            let lengthBytes = form == 126 ? 2 : form == 127 ? 8 : 0
            let maskBytes = second & 0x80 == 0 ? 0 : 4
            guard rest.count >= 2 + lengthBytes + maskBytes else { break }
            let extended = rest.dropFirst(2).prefix(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
            let length = lengthBytes == 0 ? Int(form) : extended
            let mask = Array(rest.dropFirst(2 + lengthBytes).prefix(maskBytes))
            guard rest.count >= 2 + lengthBytes + maskBytes + length else { break }
            var payload = Array(rest.dropFirst(2 + lengthBytes + maskBytes).prefix(length))
            if !mask.isEmpty { payload = payload.enumerated().map { $0.element ^ mask[$0.offset % 4] } }
            frames.append(
                Frame(
                    opcode: first & 0x0F,
                    payload: payload,
                    isFinal: first & 0x80 != 0,
                    reserved: first >> 4 & 7,
                    mask: mask.isEmpty ? nil : mask
                )
            )
            rest = rest.dropFirst(2 + lengthBytes + maskBytes + length)
        }
        return frames
    }

    /// The code of a close frame; 0 when it has none.
    var closeCode: UInt16? {
        guard self.opcode == 8 else { return nil }
        return self.payload.count >= 2 ? UInt16(self.payload[0]) << 8 | UInt16(self.payload[1]) : 0
    }
}
