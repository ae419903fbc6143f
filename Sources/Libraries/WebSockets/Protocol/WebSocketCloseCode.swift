// SPDX-License-Identifier: Apache-2.0

/// The status code of a close frame (RFC 6455 section 7.4 and the IANA registry).
public struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number as it stands in the frame.
    public var rawValue: UInt16

    /// Wraps any number; ``isAllowedOnTheWire`` says whether it may be sent.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// 1000: the purpose of the connection is fulfilled.
    public static let normalClosure = WebSocketCloseCode(rawValue: 1000)
    /// 1001: an end goes away, for example a server that shuts down.
    public static let goingAway = WebSocketCloseCode(rawValue: 1001)
    /// 1002: the peer broke the protocol.
    public static let protocolError = WebSocketCloseCode(rawValue: 1002)
    /// 1003: the peer sent a kind of data that is not accepted here.
    public static let unacceptableData = WebSocketCloseCode(rawValue: 1003)
    /// 1007: a text message or a close reason was not UTF-8.
    public static let invalidPayload = WebSocketCloseCode(rawValue: 1007)
    /// 1008: the peer broke a rule that has no code of its own.
    public static let policyViolation = WebSocketCloseCode(rawValue: 1008)
    /// 1009: a message, a frame or the number of fragments was over the limit.
    public static let messageTooBig = WebSocketCloseCode(rawValue: 1009)
    /// 1011: something went wrong on our side.
    public static let internalError = WebSocketCloseCode(rawValue: 1011)
    /// 1012: the service restarts.
    public static let serviceRestart = WebSocketCloseCode(rawValue: 1012)
    /// 1013: the service is overloaded; try again later.
    public static let tryAgainLater = WebSocketCloseCode(rawValue: 1013)

    /// Whether an endpoint may put this code into a close frame: 1000–1003, 1007–1014 and 3000–4999.
    ///
    /// 1004 is reserved; 1005, 1006 and 1015 exist only to be reported locally.
    public var isAllowedOnTheWire: Bool {
        switch self.rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    /// The number, for logs.
    public var description: String { String(self.rawValue) }
}
