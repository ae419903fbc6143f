// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Messages as Deepgram might send them, with all that is optional there or not.
enum RandomDocument {
    private static let texts = [
        "", "yes", "Testing. 123.", "Grüß Gott", "你好", "\"so\" he said", "a\\b", "\u{1}\n", "😀", "O'Neill",
    ]

    static func results(using generator: inout SeededGenerator) throws -> String {
        var best: [String: Any] = [
            "transcript": self.text(&generator), "confidence": self.number(0...1, &generator),
            "words": self.words(isFlux: false, &generator),
        ]
        if generator.chance(20) { best["languages"] = ["en", "es"] }
        var message: [String: Any] = [
            "type": "Results", "channel_index": [Int.random(in: 0...1, using: &generator), 2],
            "start": self.number(0...5_000, &generator), "duration": self.number(0...10, &generator),
            "channel": ["alternatives": generator.chance(20) ? [best, best] : [best]],
            "metadata": [
                "request_id": UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)).uuidString,
                "model_info": ["name": "n", "version": "v", "arch": "a"], "model_uuid": "m",
            ],
        ]
        for name in ["is_final", "speech_final", "from_finalize"] where generator.chance(80) {
            message[name] = generator.chance(50)
        }
        if generator.chance(20) { message["entities"] = [["label": "NAME", "value": "x", "start_word": 0]] }
        if generator.chance(20) { message["later"] = ["a": [1, NSNull(), ["b": true]]] }
        return try self.json(message)
    }

    static func turn(using generator: inout SeededGenerator) throws -> String {
        let events = ["Update", "StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EndOfTurn"]
        let start = self.number(0...5_000, &generator)
        var message: [String: Any] = [
            "type": "TurnInfo", "request_id": "r", "sequence_id": Int.random(in: 0...1_000_000, using: &generator),
            "event": events[Int.random(in: 0..<events.count, using: &generator)],
            "turn_index": Int.random(in: 0...100, using: &generator), "audio_window_start": start,
            "audio_window_end": start + self.number(0...10, &generator), "transcript": self.text(&generator),
            "words": self.words(isFlux: true, &generator), "end_of_turn_confidence": self.number(0...1, &generator),
        ]
        if generator.chance(50) {
            message["trigger"] = ["model", "manual", "timeout"].randomElement(using: &generator)
        }
        if generator.chance(20) { message["languages"] = ["en"] }
        return try self.json(message)
    }

    private static func words(isFlux: Bool, _ generator: inout SeededGenerator) -> [[String: Any]] {
        (0..<Int.random(in: 0...8, using: &generator))
            .map { _ in
                var word: [String: Any] = ["word": "w", "confidence": self.number(0...1, &generator)]
                if !isFlux || generator.chance(50) {
                    word["start"] = self.number(0...5_000, &generator)
                    word["end"] = self.number(0...5_000, &generator)
                }
                if !isFlux && generator.chance(70) { word["punctuated_word"] = "W\(self.text(&generator))" }
                if !isFlux && generator.chance(30) { word["speaker"] = Int.random(in: 0...5, using: &generator) }
                if !isFlux && generator.chance(30) { word["language"] = "en" }
                return word
            }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        self.texts.randomElement(using: &generator) ?? ""
    }

    private static func number(_ range: ClosedRange<Double>, _ generator: inout SeededGenerator) -> Double {
        let number = Double.random(in: range, using: &generator)
        return generator.chance(50) ? (number * 1_000).rounded() / 1_000 : number
    }

    private static func json(_ message: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: message), as: UTF8.self)
    }
}
