// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What Aura says on its WebSocket besides sound. <https://developers.deepgram.com/reference/text-to-speech-api>
enum SpeakSocketMessage: Equatable {
    case metadata(requestID: String?)
    case flushed(sequence: Int?)
    case cleared
    case warning(code: String?)
    case error(String)
    /// Unknown, or not to be understood.
    case other

    private struct Fields: Decodable {
        private enum CodingKeys: String, CodingKey {
            case type
            case sequence = "sequence_id"
            case requestID = "request_id"
            case description
            case code
        }

        var type: String
        var sequence: Double?
        var requestID: String?
        var description: String?
        var code: String?
    }

    init(_ text: RawSpan) {
        let data = text.withUnsafeBytes { Data($0) }
        guard data.count <= 65_536, let fields = try? JSONDecoder().decode(Fields.self, from: data) else {
            self = .other
            return
        }
        switch fields.type {
        case "Metadata": self = .metadata(requestID: fields.requestID)
        case "Flushed": self = .flushed(sequence: fields.sequence.flatMap { Int(exactly: $0) })
        case "Cleared": self = .cleared
        case "Warning": self = .warning(code: fields.code)
        case "Error":
            self = .error([fields.code, fields.description].compactMap(\.self).joined(separator: ": "))
        default: self = .other
        }
    }
}
