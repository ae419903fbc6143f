// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Lets through what is bare mu-law sound and within the bound, and nothing else: a WAV header or an error in JSON would
/// be a noise in the caller's ear.
struct SpeakAudio {
    /// What to do with bytes that came.
    enum Verdict {
        case play(ByteBuffer)
        case wait
        case refuse(DeepgramError)
    }

    private let limit: Int
    private var head = ByteBuffer()
    private var isChecked = false
    private(set) var bytes = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes bytes in order.
    mutating func take(_ audio: ByteBuffer) -> Verdict {
        guard audio.readableBytes > 0 else { return .wait }
        self.bytes += audio.readableBytes
        guard self.bytes <= self.limit else {
            return .refuse(
                DeepgramError(.protocolViolation, "Deepgram sent more sound than a text may have; shorten the text.")
            )
        }
        guard !self.isChecked else { return .play(audio) }
        guard self.head.readableBytes > 0 || audio.readableBytes < 4 else { return self.check(audio) }
        var audio = audio
        self.head.writeBuffer(&audio)
        return self.head.readableBytes < 4 ? .wait : self.check(self.head)
    }

    /// What was held back when no more comes: less than four bytes.
    mutating func takeRest() -> ByteBuffer? {
        guard !self.isChecked, self.head.readableBytes > 0 else { return nil }
        self.isChecked = true
        return self.head
    }

    private mutating func check(_ audio: ByteBuffer) -> Verdict {
        self.isChecked = true
        self.head = ByteBuffer()
        guard let name = Self.container(audio.readableBytesView.prefix(4)) else { return .play(audio) }
        return .refuse(
            DeepgramError(
                .protocolViolation,
                "Deepgram sent \(name) where bare mu-law was asked for; check what stands between us and Deepgram."
            )
        )
    }

    private static func container(_ bytes: ByteBufferView.SubSequence) -> String? {
        let bytes = Array(bytes)
        switch bytes {
        case Array("RIFF".utf8): return "a WAV file"
        case Array("OggS".utf8): return "an Ogg file"
        case Array("fLaC".utf8): return "a FLAC file"
        case let tag where tag.starts(with: Array("ID3".utf8)): return "an MP3 file"
        case let json where json[0] == UInt8(ascii: "{") && Self.afterBrace.contains(json[1]): return "JSON"
        case let html where html == Array("<!DO".utf8) || html == Array("<htm".utf8): return "a web page"
        default: return nil
        }
    }

    /// Loud samples behind a nearly silent one: no voice begins so.
    private static let afterBrace: Set<UInt8> = [
        UInt8(ascii: "\""), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"),
    ]

    /// Whether the sound is what was asked for by its media type; one that is not named is judged by its first bytes.
    static func accepts(mediaType: String?) -> Bool {
        guard let mediaType else { return true }
        let parts = mediaType.split(separator: ";").map { part in
            String(part.filter { !$0.isWhitespace }.lowercased())
        }
        let isMuLaw = ["audio/mulaw", "audio/x-mulaw", "audio/basic", "audio/pcmu"].contains(parts.first)
        let rates = parts.dropFirst().filter { $0.hasPrefix("rate=") }
        return isMuLaw && rates.allSatisfy { $0 == "rate=8000" }
    }
}
