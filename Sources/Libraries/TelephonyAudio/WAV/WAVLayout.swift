// SPDX-License-Identifier: Apache-2.0

/// What a fmt chunk says, checked.
struct WAVLayout {
    enum Coding {
        case unsigned8
        case signed16
        case muLaw
    }

    let coding: Coding
    let channels: Int
    let sampleRate: Int

    var bytesPerFrame: Int { self.channels * (self.coding == .signed16 ? 2 : 1) }

    /// Format tags of RFC 2361; the extensible header (mmreg.h) carries one of them in its sub-format.
    private static let pcm: UInt16 = 1
    private static let muLaw: UInt16 = 7
    private static let extensible: UInt16 = 0xFFFE
    /// The rest of every sub-format identifier that is a plain format tag.
    private static let subformatTail: [UInt8] = [
        0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
    ]
    private static let maximumChannels = 64
    private static let maximumSampleRate = 768_000

    init(_ chunk: ArraySlice<UInt8>) throws(TelephonyAudioError) {
        guard chunk.count >= 16 else {
            throw TelephonyAudioError(.truncated, "the fmt chunk has \(chunk.count) bytes, 16 are the least")
        }
        let start = chunk.startIndex
        self.channels = Int(chunk.littleEndian16(at: start + 2))
        self.sampleRate = Int(chunk.littleEndian32(at: start + 4))
        guard (1...Self.maximumChannels).contains(self.channels) else {
            throw TelephonyAudioError(.malformed, "\(self.channels) channels")
        }
        guard (1...Self.maximumSampleRate).contains(self.sampleRate) else {
            throw TelephonyAudioError(.malformed, "\(self.sampleRate) samples a second")
        }
        let bits = chunk.littleEndian16(at: start + 14)
        switch (try Self.tag(chunk), bits) {
        case (Self.pcm, 8): self.coding = .unsigned8
        case (Self.pcm, 16): self.coding = .signed16
        case (Self.muLaw, 8): self.coding = .muLaw
        case (let tag, _):
            throw TelephonyAudioError(.unsupported, "format tag \(tag) with \(bits) bits; use PCM or mu-law")
        }
        let align = Int(chunk.littleEndian16(at: start + 12))
        guard align == self.bytesPerFrame else {
            throw TelephonyAudioError(.malformed, "block align \(align) where \(self.bytesPerFrame) is right")
        }
    }

    /// The samples of a data chunk of whole frames.
    func samples(_ data: ArraySlice<UInt8>) -> [Int16] {
        data.withUnsafeBytes { bytes in
            switch self.coding {
            case .unsigned8: bytes.map { (Int16($0) - 128) << 8 }
            case .muLaw: MuLaw.decode(bytes)
            case .signed16:
                stride(from: 0, to: bytes.count, by: 2).map { index in
                    Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
                }
            }
        }
    }

    private static func tag(_ chunk: ArraySlice<UInt8>) throws(TelephonyAudioError) -> UInt16 {
        let tag = chunk.littleEndian16(at: chunk.startIndex)
        guard tag == Self.extensible else { return tag }
        guard chunk.count >= 40 else {
            throw TelephonyAudioError(.truncated, "the extensible fmt chunk has \(chunk.count) bytes, 40 are the least")
        }
        let subformat = chunk.startIndex + 24
        guard chunk[(subformat + 2)..<(subformat + 16)].elementsEqual(Self.subformatTail) else {
            throw TelephonyAudioError(.unsupported, "an extensible sub-format of its own kind")
        }
        return chunk.littleEndian16(at: subformat)
    }
}
