// SPDX-License-Identifier: Apache-2.0

import CallCore

/// What stands in `events.payload`: one JSON object whose keys depend on `events.kind`.
///
/// Written out by hand and not taken from ``CallCore/CallEvent``'s own coding: a file outlives the names of types.
struct EventPayload: Codable {
    var account: String?
    var direction: CallDirection?
    var from: String?
    var to: String?
    var receivedAt: Int64?
    var stream: String?
    var resumed: Bool?
    var recogniser: String?
    var synthesiser: String?
    var number: Int?
    var outcome: TurnSummary.Outcome?
    var source: String?
    var score: Double?
    var recognition: Double?
    var response: Double?
    var synthesis: Double?
    var digit: String?
    var lost: Double?
    var at: Double?
    var step: String?
    var result: String?
    var reason: String?
    var status: String?
    var url: String?
    var seconds: Int?
    var duration: Int?
    var sequence: Int?
    var plan: StoredPlan?
    var whisper: String?
    var leg: String?
    var answeredBy: String?
    var after: Double?
    var event: String?
    var error: String?
    var digits: String?
    var confidence: Double?
    var recording: String?
    var channels: Int?
    var code: Int?
    var command: String?
    var text: String?
    var by: String?
    var purpose: String?

    init() {}

    enum CodingKeys: String, CodingKey {
        case account, direction, from, to
        case receivedAt = "received_at"
        case stream, resumed, recogniser, synthesiser
        case number, outcome, source, score
        case recognition = "recognition_seconds"
        case response = "response_seconds"
        case synthesis = "synthesis_seconds"
        case digit
        case lost = "lost_seconds"
        case at = "at_seconds"
        case step, result, reason, status, url, seconds, duration, sequence
        case plan, whisper, leg
        case answeredBy = "answered_by"
        case after = "after_seconds"
        case event, error, digits, confidence, recording, channels, code, command, text, by,
            purpose
    }
}
