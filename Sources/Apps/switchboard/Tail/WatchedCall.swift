// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A call as somebody who watches sees it.
struct WatchedCall: Sendable, Hashable {
    /// What goes on in it.
    enum State: Sendable, Hashable {
        case ringing
        case greeting
        case listening
        case thinking
        case speaking
        case transferring
        case held
        case voicemail
        /// The carrier asks a question at a time.
        case asking
        /// Two people talk, and we only listen.
        case connected
        case resuming
        case ended(String)

        /// In a word or two.
        var text: String {
            switch self {
            case .ringing: "ringing"
            case .greeting: "greeting"
            case .listening: "listening"
            case .thinking: "thinking"
            case .speaking: "speaking"
            case .transferring: "transferring"
            case .held: "on hold"
            case .voicemail: "voicemail"
            case .asking: "asking"
            case .connected: "connected"
            case .resuming: "resuming"
            case .ended(let reason): "ended: \(reason)"
            }
        }

        var isOver: Bool { if case .ended = self { true } else { false } }
    }

    /// Something that was said.
    struct Words: Sendable, Hashable {
        let isCaller: Bool
        let text: String
    }

    /// The call's SID.
    let id: String
    /// The caller's address, or the called one's of a call that we made; empty if nobody has told.
    var party = ""
    var isOutbound = false
    var state = State.ringing
    var words: Words?
    /// From the end of the caller's speech to the first sound of the answer, in seconds; of the last turn.
    var latency: Double?
    /// When the call reached us, or when it was first seen.
    var since: Date
    var endedAt: Date?

    init(_ id: String, since: Date) {
        self.id = id
        self.since = since
    }
}
