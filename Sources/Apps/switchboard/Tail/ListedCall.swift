// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A call as `GET /api/calls` lists it, as far as the board needs it.
struct ListedCall: Decodable, Sendable, Hashable {
    /// A page of them.
    struct Page: Decodable, Sendable {
        let calls: [ListedCall]
        let next: String?
    }

    let sid: String
    let direction: String
    let from: String
    let to: String
    let status: String
    let streams: Int
    let next: String?
    let receivedAt: String

    /// As it goes onto the board.
    func liveCall(at now: Date) -> WatchedCall {
        var call = WatchedCall(self.sid, since: Timestamp.date(self.receivedAt) ?? now)
        call.isOutbound = self.direction == "outbound"
        call.party = call.isOutbound ? self.to : self.from
        call.state =
            switch self.next {
            case "transfer": .transferring
            case "hold": .held
            case "voicemail": .voicemail
            case "gather": .asking
            case "resume": .resuming
            default: self.streams > 0 ? .listening : .ringing
            }
        return call
    }
}
