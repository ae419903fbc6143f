// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// What stands in `events.payload`: one JSON object whose keys depend on `events.kind`.
///
/// Written out by hand and not taken from ``CallCore/CallEvent``'s own coding: a file outlives the names of types.
package struct EventPayload: Codable {
    package var account: String?
    package var direction: CallDirection?
    package var from: String?
    package var to: String?
    package var receivedAt: Int64?
    package var stream: String?
    package var resumed: Bool?
    package var recogniser: String?
    package var synthesiser: String?
    package var number: Int?
    package var outcome: TurnSummary.Outcome?
    package var source: String?
    package var score: Double?
    package var recognition: Double?
    package var response: Double?
    package var synthesis: Double?
    package var digit: String?
    package var lost: Double?
    package var at: Double?
    package var step: String?
    package var result: String?
    package var reason: String?
    package var status: String?
    package var url: String?
    package var seconds: Int?
    package var duration: Int?
    package var sequence: Int?
    package var plan: StoredPlan?
    package var whisper: String?
    package var leg: String?
    package var answeredBy: String?
    package var after: Double?
    package var event: String?
    package var error: String?
    package var digits: String?
    package var confidence: Double?
    package var recording: String?
    package var channels: Int?
    package var code: Int?
    package var command: String?
    package var text: String?
    package var by: String?
    package var purpose: String?

    package init() {}

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
