// SPDX-License-Identifier: Apache-2.0

import WebSockets

extension HTTPEdgeRefusal.Reason {
    /// What to change, for the log; `nil` where nothing was refused, or where it has been told already.
    var mend: String? {
        switch self {
        case .idle, .refusedUpgrade: nil
        case .tooManyConnections: "raise CONNECTIONS_PER_ADDRESS, or name the proxy in front in TRUSTED_PROXIES"
        case .tooFewDescriptors: "raise the limit of open files (ulimit -n), or lower MAX_CALLS"
        case .headTimeout, .bodyTimeout, .bodyTooSlow: "the client must send faster; is a proxy too slow?"
        case .writeTimeout: "the client must read what it is sent"
        case .headTooLarge, .requestLineTooLong: "send fewer and shorter header fields, and a shorter address"
        case .bodyTooLarge: "send a smaller body"
        case .unreadBody: "send no body where none is wanted"
        case .malformed: "speak HTTP/1.1; is this TLS, or HTTP/2, on the plain port?"
        case .version: "speak HTTP/1.1 or 1.0"
        case .host: "send one Host field; a proxy in front must pass it on"
        case .method: "use a usual method"
        case .target: "ask for a path; this is no proxy"
        case .invalidUpgrade: "open WebSockets as RFC 6455 says; a proxy in front must pass all Sec-WebSocket fields on"
        case .failedUpgrade: "the decision took too long: see the lines before, and the server's load"
        }
    }
}
