// SPDX-License-Identifier: Apache-2.0

import SafeText

/// Calls as a table (RFC 4180). The columns and their order stay; new ones come at the end.
enum CallTable {
    static let header = SafeText.csv(record: [
        "sid", "account", "direction", "from", "to", "receivedAt", "endedAt", "durationSeconds", "status", "active",
        "result", "reason", "next", "transferTo", "transferStatus", "transferSeconds", "answeredBy", "streams", "lines",
        "audioLostSeconds", "voicemailUrl", "order",
    ])

    static func row(_ call: CallDocument) -> String {
        func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
        return SafeText.csv(record: [
            call.sid, call.account, call.direction, call.from, call.to, call.receivedAt, call.endedAt ?? "",
            text(call.durationSeconds), call.status, "\(call.active)", call.result ?? "", call.reason ?? "",
            call.next ?? "", call.transferTo ?? "", call.transferStatus ?? "", text(call.transferSeconds),
            call.answeredBy ?? "", "\(call.streams)", "\(call.lines)", "\(call.audioLostSeconds)",
            call.voicemailUrl ?? "", call.plan?.order ?? "",
        ])
    }
}
