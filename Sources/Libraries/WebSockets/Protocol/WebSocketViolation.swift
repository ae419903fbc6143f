// SPDX-License-Identifier: Apache-2.0

/// A rule of RFC 6455, or a limit of ours, that a peer broke, and the close code it earns.
struct WebSocketViolation: Error, Hashable, Sendable {
    var closeCode: WebSocketCloseCode
    /// Says which rule; becomes the reason of the close frame, so it stays far below 123 bytes.
    var explanation: String

    static func protocolError(_ explanation: String) -> WebSocketViolation {
        WebSocketViolation(closeCode: .protocolError, explanation: explanation)
    }

    static func tooBig(_ explanation: String) -> WebSocketViolation {
        WebSocketViolation(closeCode: .messageTooBig, explanation: explanation)
    }

    static let invalidUTF8 = WebSocketViolation(closeCode: .invalidPayload, explanation: "text is not UTF-8")
}
