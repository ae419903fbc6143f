// SPDX-License-Identifier: Apache-2.0

/// Where the two chunks that matter lie in a RIFF/WAVE file.
struct WAVChunks {
    private(set) var format: Range<Int>?
    private(set) var data: Range<Int>?
    private(set) var isDataTruncated = false

    /// Walks the chunks. The size in the RIFF header is not trusted: streaming writers leave 0 or 0xFFFFFFFF there, so
    /// the end of the bytes is the end of the file.
    init(_ bytes: [UInt8]) throws(TelephonyAudioError) {
        guard bytes.count >= 12, Self.tag(bytes, 0) == "RIFF", Self.tag(bytes, 8) == "WAVE" else {
            throw TelephonyAudioError(.notAWAVFile, "the file does not begin with RIFF and WAVE")
        }
        var position = 12
        while position + 8 <= bytes.count {
            let size = Int(bytes.littleEndian32(at: position + 4))
            let begin = position + 8
            let end = min(begin + size, bytes.count)
            try self.note(Self.tag(bytes, position), begin..<end, isCut: begin + size > bytes.count)
            if self.format != nil && self.data != nil { return }
            position = begin + size + size % 2
        }
    }

    private mutating func note(_ tag: String, _ range: Range<Int>, isCut: Bool) throws(TelephonyAudioError) {
        switch tag {
        case "fmt " where self.format == nil:
            guard !isCut else { throw TelephonyAudioError(.truncated, "the file ends inside its fmt chunk") }
            self.format = range
        case "data" where self.data == nil:
            self.data = range
            self.isDataTruncated = isCut
        default:
            return
        }
    }

    private static func tag(_ bytes: [UInt8], _ position: Int) -> String {
        String(decoding: bytes[position..<position + 4], as: UTF8.self)
    }
}

extension RandomAccessCollection where Element == UInt8, Index == Int {
    /// The 16-bit number at an index.
    func littleEndian16(at index: Int) -> UInt16 {
        UInt16(self[index]) | UInt16(self[index + 1]) << 8
    }

    /// The 32-bit number at an index.
    func littleEndian32(at index: Int) -> UInt32 {
        UInt32(self.littleEndian16(at: index)) | UInt32(self.littleEndian16(at: index + 2)) << 16
    }
}
