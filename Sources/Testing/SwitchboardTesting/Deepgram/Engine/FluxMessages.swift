// SPDX-License-Identifier: Apache-2.0

/// Writes the messages of `/v2/listen`, each with the next number.
struct FluxMessages: Sendable {
    let requestID: String
    private var sequence = 0

    init(requestID: String) { self.requestID = requestID }

    mutating func connected() -> WireValue { self.message("Connected", []) }

    mutating func turn(_ news: FluxTurnNews) -> WireValue {
        let words = news.words.map { word -> WireValue in
            [
                "word": .text(word.text), "confidence": .decimal(word.confidence),
                "start": .seconds(NovaMessages.seconds(word.start)), "end": .seconds(NovaMessages.seconds(word.end)),
            ]
        }
        var value = self.message(
            "TurnInfo",
            [
                .init(name: "event", value: .text(news.event.rawValue)),
                .init(name: "turn_index", value: .number(news.turn)),
                .init(name: "audio_window_start", value: .seconds(NovaMessages.seconds(news.start))),
                .init(name: "audio_window_end", value: .seconds(NovaMessages.seconds(news.end))),
                .init(name: "transcript", value: .text(news.words.map(\.text).joined(separator: " "))),
                .init(name: "words", value: .list(words)),
                .init(name: "end_of_turn_confidence", value: .decimal(news.confidence)),
            ]
        )
        value.append("trigger", news.trigger.map(WireValue.text))
        return value
    }

    mutating func configured(_ thresholds: FluxThresholds, keyterms: [String], hints: [String]) -> WireValue {
        self.message(
            "ConfigureSuccess",
            [
                .init(name: "thresholds", value: thresholds.wire),
                .init(name: "keyterms", value: .list(keyterms.map(WireValue.text))),
                .init(name: "language_hints", value: .list(hints.map(WireValue.text))),
            ]
        )
    }

    /// `ConfigureFailure`, `Warning` and `Error` have the same members.
    mutating func notice(_ type: String, code: String, _ description: String) -> WireValue {
        self.message(
            type,
            [.init(name: "code", value: .text(code)), .init(name: "description", value: .text(description))]
        )
    }

    private mutating func message(_ type: String, _ members: [WireValue.Member]) -> WireValue {
        defer { self.sequence += 1 }
        let head: [WireValue.Member] = [
            .init(name: "type", value: .text(type)), .init(name: "request_id", value: .text(self.requestID)),
            .init(name: "sequence_id", value: .number(self.sequence)),
        ]
        return .object(head + members)
    }
}
