// SPDX-License-Identifier: Apache-2.0

/// Writes the messages of `/v1/listen` (reference: "Listen v1", AsyncAPI).
struct NovaMessages: Sendable {
    let requestID: String
    let model: String
    let modelID: String
    let channels: Int
    let wantsPunctuation: Bool

    func results(_ result: NovaResult, channel: Int) -> WireValue {
        let words = result.words
        let transcript = words.map { self.punctuated($0.text, in: result) }.joined(separator: " ")
        let confidence = words.isEmpty ? 0 : words.reduce(0) { $0 + $1.confidence } / Double(words.count)
        let alternative: WireValue = [
            "transcript": .text(transcript), "confidence": .decimal(confidence),
            "words": .list(words.map { self.word($0, in: result) }),
        ]
        let start = Self.seconds(result.start)
        return [
            "type": "Results", "channel_index": [.number(channel), .number(self.channels)],
            "duration": .seconds(Self.seconds(result.end) - start), "start": .seconds(start),
            "is_final": .truth(result.isFinal), "speech_final": .truth(result.speechFinal),
            "channel": ["alternatives": [alternative]], "metadata": self.metadata,
            "from_finalize": .truth(result.fromFinalize),
        ]
    }

    func speechStarted(at sample: Int, channel: Int) -> WireValue {
        [
            "type": "SpeechStarted", "channel": [.number(channel), .number(self.channels)],
            "timestamp": .seconds(Self.seconds(sample)),
        ]
    }

    func utteranceEnd(_ lastWordEnd: Int?, channel: Int) -> WireValue {
        [
            "type": "UtteranceEnd", "channel": [.number(channel), .number(self.channels)],
            "last_word_end": lastWordEnd.map { .seconds(Self.seconds($0)) } ?? -1,
        ]
    }

    func metadata(sha256: String, created: String, samples: Int) -> WireValue {
        [
            "type": "Metadata", "transaction_key": "deprecated", "request_id": .text(self.requestID),
            "sha256": .text(sha256), "created": .text(created), "duration": .seconds(Self.seconds(samples)),
            "channels": .number(samples == 0 ? 0 : self.channels), "models": [.text(self.modelID)],
            "model_info": .object([.init(name: self.modelID, value: self.modelInfo)]),
        ]
    }

    private var metadata: WireValue {
        ["request_id": .text(self.requestID), "model_info": self.modelInfo, "model_uuid": .text(self.modelID)]
    }

    private var modelInfo: WireValue {
        ["name": .text("general-" + self.model), "version": "2025-07-31.0", "arch": .text(self.model)]
    }

    private func word(_ word: HeardWord, in result: NovaResult) -> WireValue {
        var value: WireValue = [
            "word": .text(word.text.lowercased()), "start": .seconds(Self.seconds(word.start)),
            "end": .seconds(Self.seconds(word.end)), "confidence": .decimal(word.confidence),
        ]
        if self.wantsPunctuation { value.append("punctuated_word", .text(self.punctuated(word.text, in: result))) }
        return value
    }

    /// A capital at the beginning, a stop at the end; numbers and words in signs stay as they are.
    private func punctuated(_ text: String, in result: NovaResult) -> String {
        guard self.wantsPunctuation, text.allSatisfy({ $0.isLetter || $0 == "'" }) else { return text }
        let isFirst = result.words.first?.text == text
        let isLast = result.isFinal && result.speechFinal && result.words.last?.text == text
        let word = isFirst ? text.prefix(1).uppercased() + text.dropFirst() : text
        return isLast ? word + "." : word
    }

    static func seconds(_ samples: Int) -> Float { Float(Double(samples) / Double(NovaChannel.rate)) }
}
