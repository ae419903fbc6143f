// SPDX-License-Identifier: Apache-2.0

import CallCore

/// A call as operators see it.
struct CallDocument: Encodable {
    let sid: String
    let account: String
    let direction: String
    let from: String
    let to: String
    let status: String
    /// Whether it still goes on.
    let active: Bool
    let result: String?
    let reason: String?
    let next: String?
    let transferTo: String?
    let streams: Int
    let lines: Int
    let audioLostSeconds: Double
    let durationSeconds: Int?
    let voicemailUrl: String?
    let receivedAt: String
    let endedAt: String?

    init(_ call: CallRecord) {
        self.sid = call.id.rawValue
        self.account = call.info.account
        self.direction = call.info.direction.rawValue
        self.from = call.info.from
        self.to = call.info.to
        self.status = call.status.rawValue
        self.active = call.isActive
        self.result = call.termination?.result.rawValue
        self.reason = call.termination?.reason
        self.next = call.next.map(\.name)
        self.transferTo = if case .transfer(let number, _)? = call.next { number } else { nil }
        self.streams = call.streams
        self.lines = call.lines
        self.audioLostSeconds = call.audioLostSeconds
        self.durationSeconds = call.duration
        self.voicemailUrl = call.voicemailURL
        self.receivedAt = Timestamp.text(call.info.receivedAt)
        self.endedAt = call.endedAt.map(Timestamp.text)
    }
}
