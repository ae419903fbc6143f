// SPDX-License-Identifier: Apache-2.0

extension WAVFile {
    /// The file's bytes. 44 bytes of header for PCM; mu-law, as a compressed format, also gets a `fact` chunk.
    /// Throws ``TelephonyAudioError`` with ``TelephonyAudioError/Code/tooLarge`` beyond the 4 GiB of a RIFF file.
    public func encoded(as encoding: AudioFormat.Encoding = .linear16) throws(TelephonyAudioError) -> [UInt8] {
        let format = AudioFormat(encoding: encoding, sampleRate: self.sampleRate, channels: self.channels)
        let size = self.sampleCount * format.bytesPerFrame
        var body = Self.tag("WAVE") + Self.formatChunk(format)
        if encoding == .muLaw {
            body += Self.tag("fact") + Self.bytes(UInt32(4)) + Self.bytes(UInt32(truncatingIfNeeded: self.sampleCount))
        }
        let total = body.count + 8 + size + size % 2
        guard let riffSize = UInt32(exactly: total) else {
            throw TelephonyAudioError(.tooLarge, "\(size) bytes of audio do not fit into a WAV file")
        }
        var file: [UInt8] = []
        file.reserveCapacity(total + 8)
        file += Self.tag("RIFF") + Self.bytes(riffSize) + body
        file += Self.tag("data") + Self.bytes(UInt32(size))
        let whole = Array(self.samples.prefix(self.sampleCount * self.channels))
        switch encoding {
        case .muLaw: file += MuLaw.encode(whole)
        case .linear16: for sample in whole { file += Self.bytes(UInt16(bitPattern: sample)) }
        }
        if size % 2 == 1 { file.append(0) }
        return file
    }

    private static func formatChunk(_ format: AudioFormat) -> [UInt8] {
        let isMuLaw = format.encoding == .muLaw
        var chunk = Self.bytes(UInt16(isMuLaw ? 7 : 1)) + Self.bytes(UInt16(format.channels))
        chunk += Self.bytes(UInt32(format.sampleRate)) + Self.bytes(UInt32(format.bytesPerSecond))
        chunk += Self.bytes(UInt16(format.bytesPerFrame)) + Self.bytes(UInt16(format.encoding.bytesPerSample * 8))
        if isMuLaw { chunk += Self.bytes(UInt16(0)) }
        return Self.tag("fmt ") + Self.bytes(UInt32(chunk.count)) + chunk
    }

    private static func tag(_ name: StaticString) -> [UInt8] {
        name.withUTF8Buffer { Array($0) }
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
