// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a test wants to see of an argument of `switchboard_append`.
struct AppendArgument: Decodable {
    struct Call: Decodable {
        var id: String
        var expected: Int
        var events: Int
        var lines: Int
        var status: String
        var isActive: Bool
        var latest: Int64

        enum CodingKeys: String, CodingKey {
            case id
            case expected = "expected_events"
            case events, lines, status
            case isActive = "is_active"
            case latest = "latest_at"
        }
    }

    struct Event: Decodable {
        struct Utterance: Decodable {
            var text: String
            var search: String
        }

        var id: String
        var call: String
        var sequence: Int
        var line: Int?
        var time: Int64
        var kind: String
        var utterance: Utterance?
    }

    var calls: [Call]
    var events: [Event]
}
