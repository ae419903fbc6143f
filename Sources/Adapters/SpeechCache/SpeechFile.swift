// SPDX-License-Identifier: Apache-2.0

import Crypto
import NIOCore

/// A sound as it stands in a file: nothing is believed that the checksum does not confirm.
///
/// Integers are big endian: `SWSPEECH`, version (4 bytes), key (32), number of words (4), bytes of words (4), bytes of
/// audio (4), SHA-256 of all this and of what follows (32); then each word as its end in nanoseconds (8), its length (2)
/// and its UTF-8; then the audio.
enum SpeechFile {
    static let magic = Array("SWSPEECH".utf8)
    static let version: UInt32 = 1
    static let headerLength = 8 + 4 + SpeechKey.length + 4 + 4 + 4 + 32

    /// The bytes of a file.
    static func encode(_ speech: KeptSpeech, key: SpeechKey) -> ByteBuffer {
        var words = ByteBuffer()
        for word in speech.words {
            words.writeInteger(Int64(word.end / .nanoseconds(1)))
            let text = word.text.utf8.prefix(Int(UInt16.max))
            words.writeInteger(UInt16(text.count))
            words.writeBytes(text)
        }
        var file = ByteBuffer()
        file.reserveCapacity(Self.headerLength + words.readableBytes + speech.audio.readableBytes)
        file.writeBytes(Self.magic)
        file.writeInteger(Self.version)
        file.writeBytes(key.bytes)
        file.writeInteger(UInt32(speech.words.count))
        file.writeInteger(UInt32(words.readableBytes))
        file.writeInteger(UInt32(speech.audio.readableBytes))
        var hash = SHA256()
        for part in [file, words, speech.audio] { part.withUnsafeReadableBytes { hash.update(bufferPointer: $0) } }
        file.writeBytes(hash.finalize())
        file.writeImmutableBuffer(words)
        file.writeImmutableBuffer(speech.audio)
        return file
    }

    /// The sound of a file; `nil` when it is not exactly what was written for this key.
    static func decode(_ file: ByteBuffer, key: SpeechKey) -> KeptSpeech? {
        var rest = file
        guard rest.readBytes(length: 8) == Self.magic,
            rest.readInteger(as: UInt32.self) == Self.version,
            rest.readBytes(length: SpeechKey.length) == key.bytes,
            let count = rest.readInteger(as: UInt32.self),
            let wordBytes = rest.readInteger(as: UInt32.self),
            let audioBytes = rest.readInteger(as: UInt32.self)
        else { return nil }
        var hash = SHA256()
        let before = file.readableBytes - rest.readableBytes
        file.withUnsafeReadableBytes { hash.update(bufferPointer: .init(rebasing: $0.prefix(before))) }
        guard let checksum = rest.readBytes(length: 32),
            rest.readableBytes == Int(wordBytes) + Int(audioBytes)
        else { return nil }
        rest.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        guard Array(hash.finalize()) == checksum, var words = rest.readSlice(length: Int(wordBytes)) else { return nil }
        guard let list = Self.words(&words, count: Int(count)) else { return nil }
        return KeptSpeech(words: list, audio: rest)
    }

    private static func words(_ bytes: inout ByteBuffer, count: Int) -> [KeptSpeech.Word]? {
        var words: [KeptSpeech.Word] = []
        for _ in 0..<count {
            guard let end = bytes.readInteger(as: Int64.self), let length = bytes.readInteger(as: UInt16.self),
                let text = bytes.readString(length: Int(length))
            else { return nil }
            words.append(.init(text: text, end: .nanoseconds(end)))
        }
        return bytes.readableBytes == 0 ? words : nil
    }
}
