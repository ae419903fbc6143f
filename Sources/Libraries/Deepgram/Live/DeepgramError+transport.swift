// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOSSL
import WebSockets

/// What failures of the transport mean.
extension DeepgramError {
    /// No connection came about.
    static func dialFailed(_ error: any Error, host: String) -> DeepgramError {
        guard let error = error as? WebSocketError else {
            return DeepgramError(.connectFailed, "Cannot connect to \(host).", cause: String(describing: error))
        }
        let cause = error.cause.map { String(describing: $0) }
        switch error.code {
        case .refused:
            guard let refusal = error.refusal else { break }
            return DeepgramError(refusal: refusal)
        case .timedOut:
            return DeepgramError(.timedOut, "\(host) did not answer in time: \(error.message).", cause: cause)
        case .invalidHandshake:
            // Perhaps what stands before Deepgram answered: another try may reach Deepgram itself.
            return DeepgramError(
                .unavailable,
                "\(host) does not answer as a WebSocket: \(error.message).",
                cause: cause
            )
        case .invalidURL:
            return DeepgramError(.invalidParameters, "The endpoint's URL cannot be used: \(error.message).")
        default:
            break
        }
        if let underlying = error.cause, Self.isDistrust(underlying) {
            return DeepgramError(
                .untrusted,
                "\(host) could not show that it is \(host), or speaks no TLS 1.2: nothing was sent. "
                    + "Check the certificate, or add its root to the trusted ones.",
                cause: cause
            )
        }
        return DeepgramError(.connectFailed, "Cannot connect to \(host): \(error.message).", cause: cause)
    }

    /// An open connection ended; `nil` when that is what was to be.
    static func ended(_ closure: WebSocketClosure, isExpected: Bool, requestID: String?) -> DeepgramError? {
        guard let error = closure.error else {
            return .closure(closure, isExpected: isExpected, requestID: requestID)
        }
        let cause = error.cause.map { String(describing: $0) } ?? error.message
        switch error.code {
        case .timedOut:
            return DeepgramError(.timedOut, "Deepgram gave no sign of life.", cause: cause, requestID: requestID)
        case .protocolViolation:
            // Not final: what was broken once, or was too large once, is likely right on the next connection.
            return DeepgramError(
                .unavailable,
                "Deepgram sent what no WebSocket may carry, or a message over the limit.",
                cause: cause,
                requestID: requestID
            )
        default:
            return DeepgramError(
                .connectFailed,
                "The connection to Deepgram broke.",
                cause: cause,
                requestID: requestID
            )
        }
    }

    /// Whether the peer's certificate or its TLS version is at fault: no failure that passes by itself.
    static func isDistrust(_ error: any Error) -> Bool {
        if let error = error as? NIOSSLExtraError {
            return error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch
        }
        switch error as? NIOSSLError {
        case .unableToValidateCertificate, .noCertificateToValidate: return true
        case .handshakeFailed(.sslError(let stack)):
            // BoringSSL's names; a handshake that the peer broke off for reasons of its own is none of them.
            let text = String(describing: stack)
            return ["CERTIFICATE", "UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "NO_SHARED_CIPHER", "UNKNOWN_CA"]
                .contains { text.contains($0) }
        default: return false
        }
    }
}

extension HTTPFields {
    /// Deepgram's id of the request; ignored when it is no id, since it gets into logs.
    var deepgramRequestID: String? {
        guard let name = HTTPField.Name("dg-request-id"), let value = self[name] else { return nil }
        let isID = (1...64).contains(value.utf8.count) && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isID ? value : nil
    }
}
