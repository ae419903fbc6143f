// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What `<Start><Stream>`, or `POST …/Streams.json`, asks for.
struct BackgroundStreamOrder: Sendable {
    /// Absolute, `wss:` (or `ws:` where that is let pass), without a query.
    var url: String
    /// Unique in the call; `nil` stands for the stream's SID.
    var name: String?
    /// Whose audio is sent.
    var tracks: [MediaTrack] = [.inbound]
    /// Told when the stream starts, stops or fails.
    var statusCallback: String?
    var statusCallbackMethod = WebhookMethod.post
    var parameters: FormParameters = [:]

    /// Which tracks a `track` attribute means; `nil` for Twilio's error 31941.
    static func tracks(_ word: String?) -> [MediaTrack]? {
        switch word ?? "inbound_track" {
        case "inbound_track": [.inbound]
        case "outbound_track": [.outbound]
        case "both_tracks": [.inbound, .outbound]
        default: nil
        }
    }
}
