// SPDX-License-Identifier: Apache-2.0

import WebSockets

/// What is wrong with a stream that was let in: the word for it in metrics and the log, and what to change, for the log.
/// Both are fixed texts; what the other side has said is in neither.
struct StreamFault: Sendable, Hashable {
    /// In snake case, of a closed vocabulary.
    let reason: String
    let mend: String

    init(_ reason: String, mend: String) {
        self.reason = reason
        self.mend = mend
    }

    /// Nobody knows the call of the stream's token any more.
    static let callUnknown = StreamFault(
        "call_unknown",
        mend: "servers behind one address need one store (STORE), and it has to answer: see the store's lines"
    )

    /// A rule of RFC 6455, or a bound of its messages, was broken; `nil` if the socket ended otherwise.
    init?(_ closure: WebSocketClosure) {
        guard closure.error?.code == .protocolViolation else { return nil }
        self.init(
            Self.violation,
            mend: closure.code == .messageTooBig
                ? "no message of Twilio's is so large: who else signs with this account's token?"
                : "no WebSocket of Twilio's does so: does a proxy in front change what it passes on?"
        )
    }

    static let violation = "websocket_violation"
}
