// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A message of the simulated Deepgram as a test reads it, written from the reference and not from the simulator.
struct WireMessage: Decodable, Equatable {
    struct Word: Decodable, Equatable {
        var word: String
        var start: Double?
        var end: Double?
        var confidence: Double
        var punctuatedWord: String?
    }

    struct Alternative: Decodable, Equatable {
        var transcript: String
        var confidence: Double
        var words: [Word]
    }

    struct Channel: Decodable, Equatable {
        var alternatives: [Alternative]
    }

    /// `channel` is an object in `Results` and a list elsewhere.
    enum Place: Decodable, Equatable {
        case channel(Channel)
        case index([Int])

        init(from decoder: any Decoder) throws {
            if let index = try? [Int](from: decoder) {
                self = .index(index)
            } else {
                self = .channel(try Channel(from: decoder))
            }
        }
    }

    var type: String
    var channelIndex: [Int]?
    var channel: Place?
    var start: Double?
    var duration: Double?
    var isFinal: Bool?
    var speechFinal: Bool?
    var fromFinalize: Bool?
    var timestamp: Double?
    var lastWordEnd: Double?
    var requestId: String?
    var sha256: String?
    var variant: String?
    var message: String?
    var code: String?
    var keyterms: [String]?
    // Flux
    var sequenceId: Int?
    var event: String?
    var turnIndex: Int?
    var audioWindowStart: Double?
    var audioWindowEnd: Double?
    var transcript: String?
    var words: [Word]?
    var endOfTurnConfidence: Double?
    var trigger: String?

    init(_ text: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(text.utf8))
    }

    /// The text of a result, or of a turn.
    var text: String {
        guard case .channel(let channel) = self.channel else { return self.transcript ?? "" }
        return channel.alternatives.first?.transcript ?? ""
    }

    var heard: [Word] {
        guard case .channel(let channel) = self.channel else { return self.words ?? [] }
        return channel.alternatives.first?.words ?? []
    }

    var isResult: Bool { self.type == "Results" }
    var isSettled: Bool { self.isResult && self.isFinal == true }
    var isGuess: Bool { self.isResult && self.isFinal == false }
    var end: Double { (self.start ?? 0) + (self.duration ?? 0) }
}
