// SPDX-License-Identifier: Apache-2.0

public import WebSockets

extension DeepgramError {
    /// What the close of a connection means; `nil` when it is the end that was asked for.
    ///
    /// `isExpected` says that `CloseStream` was sent, after which 1000 is a success; before it, 1000 is a connection
    /// lost. Deepgram's reasons are prose with a link, and older ones names, so both are looked for. Source:
    /// developers.deepgram.com "Troubleshooting WebSocket DATA and NET Errors".
    public static func closure(
        _ closure: WebSocketClosure,
        isExpected: Bool,
        requestID: String? = nil
    ) -> DeepgramError? {
        if closure.error != nil && closure.code == nil {
            return DeepgramError(
                .connectFailed,
                "The connection to Deepgram broke.",
                cause: closure.error.map { String(describing: $0) },
                requestID: requestID
            )
        }
        return self.closure(
            code: closure.code?.rawValue,
            reason: closure.reason,
            isExpected: isExpected,
            requestID: requestID
        )
    }

    static func closure(code: UInt16?, reason: String, isExpected: Bool, requestID: String?) -> DeepgramError? {
        let (kind, message): (Code, String)
        switch CloseReason(reason) {
        case .undecodableAudio:
            (kind, message) = (.protocolViolation, "Deepgram cannot read the audio: check encoding and sample rate.")
        case .noAudio:
            (kind, message) = (.unavailable, "Deepgram got neither audio nor KeepAlive for 10 s.")
        case .noAnswer:
            (kind, message) = (.unavailable, "Deepgram had no answer in time: its own fault, or audio it cannot read.")
        case .other:
            guard let meaning = self.meaning(ofClose: code, isExpected: isExpected) else { return nil }
            (kind, message) = meaning
        }
        let cause = [code.map { "close \($0)" }, reason.isEmpty ? nil : reason].compactMap { $0 }.joined(
            separator: ": "
        )
        return DeepgramError(kind, message, cause: cause.isEmpty ? nil : cause, requestID: requestID)
    }

    private static func meaning(ofClose code: UInt16?, isExpected: Bool) -> (Code, String)? {
        switch code {
        case nil where isExpected, 1_000 where isExpected: nil
        case nil, 1_000: (.unavailable, "Deepgram closed the connection without being asked.")
        case 1_001: (.unavailable, "The Deepgram server goes away.")
        case 1_008:
            (.protocolViolation, "Deepgram says that what we send breaks its rules: check encoding and sample rate.")
        case 1_002, 1_003, 1_007, 1_009:
            (
                .protocolViolation,
                "Deepgram says that what we send is not its protocol: report this with the request's id."
            )
        case 1_012: (.unavailable, "The Deepgram server restarts.")
        case 1_013: (.unavailable, "Deepgram is overloaded.")
        default: (.unavailable, "Deepgram closed the connection.")
        }
    }
}
