// SPDX-License-Identifier: Apache-2.0

import CallCore
import SafeText

/// An event as one line of text, for pipes and logs: `TIME CALL STATE WORDS`.
enum EventLine {
    static func text(_ event: CallEventDocument, _ call: WatchedCall) -> String {
        let parts = [event.time, event.call, event.kind, BoardPicture.party(call), self.detail(event, call)]
        return parts.filter { !$0.isEmpty }.map { SafeText.terminal($0) }.joined(separator: "  ")
    }

    private static func detail(_ event: CallEventDocument, _ call: WatchedCall) -> String {
        let data = event.data
        switch event.kind {
        case "spoken": return "\(data.speaker ?? "?"): \(data.text ?? "")"
        case "turn": return call.latency.map { "answered after \(Int(($0 * 1_000).rounded())) ms" } ?? ""
        default: return data.reason ?? data.step ?? data.status ?? data.command ?? data.error ?? ""
        }
    }
}
