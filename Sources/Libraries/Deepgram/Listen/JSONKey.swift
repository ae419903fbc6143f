// SPDX-License-Identifier: Apache-2.0

/// The names of Deepgram's that matter, in whatever object they stand.
enum JSONKey {
    case type
    case channel
    case channelIndex
    case start
    case duration
    case isFinal
    case speechFinal
    case fromFinalize
    case alternatives
    case transcript
    case confidence
    case words
    case word
    case punctuatedWord
    case end
    case speaker
    case metadata
    case requestID
    case sha256
    case channels
    case timestamp
    case lastWordEnd
    case variant
    case code
    case description
    case event
    case turnIndex
    case sequenceID
    case windowStart
    case windowEnd
    case endOfTurnConfidence
    case trigger
    /// One that does not matter.
    case other

    /// Finds a name by its bytes: by its length first, since that settles most.
    init(_ bytes: UnsafeRawBufferPointer) {
        self =
            switch bytes.count {
            case 3...5: Self.short(bytes)
            case 6...9: Self.medium(bytes)
            case 10...13: Self.long(bytes)
            case 15 where bytes.spells("punctuated_word"): .punctuatedWord
            case 16 where bytes.spells("audio_window_end"): .windowEnd
            case 18 where bytes.spells("audio_window_start"): .windowStart
            case 22 where bytes.spells("end_of_turn_confidence"): .endOfTurnConfidence
            default: .other
            }
    }

    private static func short(_ bytes: UnsafeRawBufferPointer) -> JSONKey {
        if bytes.spells("end") { return .end }
        if bytes.spells("word") { return .word }
        if bytes.spells("type") { return .type }
        if bytes.spells("code") { return .code }
        if bytes.spells("start") { return .start }
        if bytes.spells("words") { return .words }
        return bytes.spells("event") ? .event : .other
    }

    private static func medium(_ bytes: UnsafeRawBufferPointer) -> JSONKey {
        if bytes.spells("channel") { return .channel }
        if bytes.spells("duration") { return .duration }
        if bytes.spells("is_final") { return .isFinal }
        if bytes.spells("speaker") { return .speaker }
        if bytes.spells("metadata") { return .metadata }
        if bytes.spells("channels") { return .channels }
        if bytes.spells("timestamp") { return .timestamp }
        if bytes.spells("trigger") { return .trigger }
        if bytes.spells("variant") { return .variant }
        return bytes.spells("sha256") ? .sha256 : .other
    }

    private static func long(_ bytes: UnsafeRawBufferPointer) -> JSONKey {
        if bytes.spells("confidence") { return .confidence }
        if bytes.spells("transcript") { return .transcript }
        if bytes.spells("request_id") { return .requestID }
        if bytes.spells("speech_final") { return .speechFinal }
        if bytes.spells("alternatives") { return .alternatives }
        if bytes.spells("channel_index") { return .channelIndex }
        if bytes.spells("from_finalize") { return .fromFinalize }
        if bytes.spells("last_word_end") { return .lastWordEnd }
        if bytes.spells("turn_index") { return .turnIndex }
        if bytes.spells("sequence_id") { return .sequenceID }
        return bytes.spells("description") ? .description : .other
    }
}

extension UnsafeRawBufferPointer {
    /// Says whether the bytes are this text.
    @inline(__always)
    func spells(_ text: StaticString) -> Bool {
        guard self.count == text.utf8CodeUnitCount else { return false }
        let start = text.utf8Start
        for index in 0..<self.count where self[index] != start[index] { return false }
        return true
    }
}
