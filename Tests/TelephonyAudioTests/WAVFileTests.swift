// SPDX-License-Identifier: Apache-2.0

import Foundation
import TelephonyAudio
import Testing

/// Files as they are, as they should be, and as nobody should have written them.
struct WAVFileTests {
    static let samples: [Int16] = [0, 1, -1, 1000, -1000, 32_767, -32_768, 5]

    /// A file of chunks, with true sizes and padding.
    static func riff(_ chunks: [(String, [UInt8])], size: UInt32? = nil) -> [UInt8] {
        var body = Array("WAVE".utf8)
        for (tag, content) in chunks {
            body += Array(tag.utf8) + Self.little(UInt32(content.count)) + content
            if content.count % 2 == 1 { body.append(0) }
        }
        return Array("RIFF".utf8) + Self.little(size ?? UInt32(body.count)) + body
    }

    static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func format(
        tag: UInt16 = 1,
        channels: UInt16 = 1,
        rate: UInt32 = 8000,
        align: UInt16 = 2,
        bits: UInt16 = 16
    ) -> [UInt8] {
        Self.little(tag) + Self.little(channels) + Self.little(rate) + Self.little(rate * UInt32(align))
            + Self.little(align) + Self.little(bits)
    }

    static let data = Self.samples.flatMap { Self.little($0) }

    @Test(arguments: [1, 2]) func writesAndReadsLinearSamples(_ channels: Int) throws {
        let file = WAVFile(sampleRate: 16_000, channels: channels, samples: Self.samples)
        let bytes = try file.encoded()
        #expect(bytes.count == 44 + Self.samples.count * 2)
        #expect(try WAVFile(bytes) == file)
        #expect(file.duration == .nanoseconds(Self.samples.count / channels * 62_500))
    }

    @Test(arguments: [1, 2]) func writesAndReadsMuLaw(_ channels: Int) throws {
        let file = WAVFile(sampleRate: 8000, channels: channels, samples: Self.samples)
        let read = try WAVFile(file.encoded(as: .muLaw))
        #expect(read.samples == MuLaw.decode(MuLaw.encode(Self.samples)))
        #expect(read.channels == channels)
        #expect(read.sampleRate == 8000)
    }

    @Test func padsAnOddNumberOfBytesAndStillSaysTheTruth() throws {
        let bytes = try WAVFile(sampleRate: 8000, samples: [1, 2, 3]).encoded(as: .muLaw)
        #expect(bytes.count % 2 == 0)
        #expect(try WAVFile(bytes).sampleCount == 3)
    }

    @Test func fillsTheShorterSideOfAStereoRecording() {
        let file = WAVFile(sampleRate: 8000, left: [1, 2, 3], right: [9])
        #expect(file.samples == [1, 9, 2, 0, 3, 0])
        #expect(file.channel(0) == [1, 2, 3])
        #expect(file.channel(1) == [9, 0, 0])
        #expect(file.mono() == [5, 1, 1])
    }

    @Test func readsChunksInAnyOrderAndPassesOverOthers() throws {
        let bytes = Self.riff([
            ("LIST", [1, 2, 3]), ("data", Self.data), ("cue ", [0]), ("fmt ", Self.format()),
            ("junk", []),
        ])
        #expect(try WAVFile(bytes).samples == Self.samples)
    }

    @Test func readsEightBitSamples() throws {
        let bytes = Self.riff([("fmt ", Self.format(align: 1, bits: 8)), ("data", [0, 128, 255])])
        #expect(try WAVFile(bytes).samples == [-32_768, 0, 32_512])
    }

    @Test func readsTheExtensibleHeader() throws {
        let tail: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        let header =
            Self.format(tag: 0xFFFE) + Self.little(UInt16(22)) + Self.little(UInt16(16))
            + Self.little(UInt32(4))
        let known = Self.riff([("fmt ", header + [1, 0] + tail), ("data", Self.data)])
        #expect(try WAVFile(known).samples == Self.samples)
        let foreign = Self.riff([("fmt ", header + [1, 0] + tail.reversed()), ("data", Self.data)])
        #expect(Self.code(foreign) == .unsupported)
        let short = Self.riff([("fmt ", header), ("data", Self.data)])
        #expect(Self.code(short) == .truncated)
    }

    @Test func keepsTheAudioOfAFileWhoseWriterWasKilled() throws {
        for lie in [UInt32(0xFFFF_FFFF), 0x7FFF_FFFE] {
            let bytes =
                Array("RIFF".utf8) + Self.little(lie) + Array("WAVEfmt ".utf8) + Self.little(UInt32(16))
                + Self.format() + Array("data".utf8) + Self.little(lie) + Self.data + [7]
            let file = try WAVFile(bytes)
            #expect(file.samples == Self.samples)
            #expect(file.isTruncated)
        }
    }

    @Test func truncationAtEveryByteIsAnErrorOrShorterAudio() throws {
        let bytes = Self.riff([("junk", [1]), ("fmt ", Self.format()), ("data", Self.data)])
        for length in 0..<bytes.count {
            let cut = Array(bytes.prefix(length))
            guard let file = try? WAVFile(cut) else { continue }
            #expect(length >= bytes.count - Self.data.count)
            #expect(file.isTruncated)
            #expect(Self.samples.starts(with: file.samples))
        }
    }

    static func code(_ bytes: [UInt8]) -> TelephonyAudioError.Code? {
        do {
            _ = try WAVFile(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func saysWhatIsWrong() {
        let data = ("data", Self.data)
        #expect(Self.code([]) == .notAWAVFile)
        #expect(Self.code(Array("ID3 this is no WAV file".utf8)) == .notAWAVFile)
        #expect(Self.code(Self.riff([])) == .truncated)
        #expect(Self.code(Self.riff([data])) == .truncated)
        #expect(Self.code(Self.riff([("fmt ", Self.format())])) == .truncated)
        #expect(Self.code(Self.riff([("fmt ", Array(Self.format().dropLast())), data])) == .truncated)
        #expect(Self.code(Self.riff([("fmt ", Self.format(channels: 0)), data])) == .malformed)
        #expect(Self.code(Self.riff([("fmt ", Self.format(channels: 65)), data])) == .malformed)
        #expect(Self.code(Self.riff([("fmt ", Self.format(rate: 0)), data])) == .malformed)
        #expect(Self.code(Self.riff([("fmt ", Self.format(rate: 1_000_000)), data])) == .malformed)
        #expect(Self.code(Self.riff([("fmt ", Self.format(align: 3)), data])) == .malformed)
        #expect(
            Self.code(Self.riff([("fmt ", Self.format(tag: 3, align: 4, bits: 32)), data]))
                == .unsupported
        )
        #expect(
            Self.code(Self.riff([("fmt ", Self.format(tag: 6, align: 1, bits: 8)), data])) == .unsupported
        )
    }

    @Test func refusesMoreAudioThanAllowed() throws {
        let bytes = try WAVFile(sampleRate: 8000, samples: Self.samples).encoded()
        let error = #expect(throws: TelephonyAudioError.self) { try WAVFile(bytes, maximumSamples: 7) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "8 samples, 7 are allowed")
        #expect(try WAVFile(bytes, maximumSamples: 8).sampleCount == 8)
    }

    @Test(arguments: 0..<200) func garbageBehindAGoodHeaderNeverTraps(_ seed: Int) {
        var bytes = Self.riff([("fmt ", Self.format()), ("data", Self.data)])
        for (index, sample) in Signal.noise(amplitude: 127, count: 6, seed: UInt64(seed)).enumerated() {
            bytes[12 + (seed * 7 + index * 11) % (bytes.count - 12)] = UInt8(truncatingIfNeeded: sample)
        }
        _ = try? WAVFile(bytes)
    }

    @Test(.enabled(if: Oracle.hasSox)) func soxReadsWhatWeWriteAndWeReadWhatSoxWrites() throws {
        let directory = FileManager.default.temporaryDirectory
        let ours = directory.appendingPathComponent("\(UUID()).wav")
        let theirs = directory.appendingPathComponent("\(UUID()).wav")
        defer {
            for file in [ours, theirs] { try? FileManager.default.removeItem(at: file) }
        }
        let tone = Signal.tone(440, rate: 8000, seconds: 0.2)
        for encoding in [AudioFormat.Encoding.linear16, .muLaw] {
            let file = WAVFile(sampleRate: 8000, left: tone, right: Array(tone.dropLast(3)))
            try Data(file.encoded(as: encoding)).write(to: ours)
            try Oracle.run("sox", [ours.path, "-e", "signed-integer", "-b", "16", theirs.path])
            let read = try WAVFile([UInt8](Data(contentsOf: theirs)))
            #expect(
                read.samples
                    == (encoding == .muLaw ? MuLaw.decode(MuLaw.encode(file.samples)) : file.samples)
            )
            #expect(!read.isTruncated)
        }
    }
}
