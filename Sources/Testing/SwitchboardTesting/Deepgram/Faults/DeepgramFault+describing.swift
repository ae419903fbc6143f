// SPDX-License-Identifier: Apache-2.0

extension DeepgramFault: CustomStringConvertible {
    /// The fault as ``init(parsing:)`` reads it.
    public var description: String {
        var text = self.kind.description
        if self.kind.isEnding {
            if let after { text += "=" + Self.text(after) }
        }
        if self.jitter > .zero { text += "±" + Self.text(self.jitter) }
        if !self.kind.isEnding, let after { text += "/" + Self.text(after) }
        switch self.scope {
        case .always: break
        case .connections(let range):
            text += range.count == 1 ? "@\(range.lowerBound)" : "@\(range.lowerBound)..\(range.upperBound)"
        case .time(let range):
            text += "@" + Self.text(range.lowerBound)
            if range.upperBound < .seconds(604_800) { text += ".." + Self.text(range.upperBound) }
        }
        return text
    }

    fileprivate static func text(_ duration: Duration) -> String { "\(duration.milliseconds)ms" }
}

extension DeepgramFault.Kind: CustomStringConvertible {
    /// The fault's name and value.
    public var description: String {
        switch self {
        case .refuse(let status, let retryAfter):
            "refuse=\(status)" + (retryAfter.map { "+" + DeepgramFault.text($0) } ?? "")
        case .noAnswer: "no-answer"
        case .slowConnect(let time): "slow-connect=" + DeepgramFault.text(time)
        case .mute: "mute"
        case .close(let code): "close=\(code)"
        case .drop: "drop"
        case .reset: "rst"
        case .halfOpen: "half-open"
        case .stall(let time): "stall=" + DeepgramFault.text(time)
        case .slow(let time): "slow=" + DeepgramFault.text(time)
        case .slowReading(let rate): "slow-reading=\(rate)"
        case .garbage: "garbage"
        case .binary: "binary"
        case .huge(let size): "huge=\(size)"
        case .deep(let depth): "deep=\(depth)"
        case .wrongChannel: "wrong-channel"
        case .hostileWords: "hostile-words"
        case .unknownTypes: "unknown-types"
        case .duplicate: "duplicate"
        case .reorder: "reorder"
        case .late(let time): "late=" + DeepgramFault.text(time)
        case .overlap: "overlap"
        case .missingSpeechFinal: "missing-speech-final"
        case .missingUtteranceEnd: "missing-utterance-end"
        case .finalizeUnanswered: "finalize-unanswered"
        case .closeStreamUnanswered: "close-stream-unanswered"
        case .cut(let bytes): "cut=\(bytes)"
        case .away(let time): "away=" + DeepgramFault.text(time)
        }
    }
}
