// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Resilience

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension SupabaseOutcome {
    /// Understands what ended a request before there was a whole answer.
    init(_ error: any Error, hadHead: Bool) {
        self =
            switch error {
            case let error as ResilienceError where error.code == .deadlineExceeded: .timedOut
            case is NIOTooManyBytesError: .answerTooLong
            case let error as NIOConnectionError: Self.isUnknown(error) ? .hostUnknown : .notConnected
            case is SocketAddressError: .hostUnknown
            case let error as HTTPClientError: Self.understood(error, hadHead)
            case let error as IOError:
                Self.connecting.contains(error.errnoCode) ? .notConnected : hadHead ? .answerCut : .connectionLost
            // A handshake that fails, fails before anything is sent; afterwards it is a connection that broke.
            case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
                hadHead ? .answerCut : .notConnected
            default: hadHead ? .answerCut : .connectionLost
            }
    }

    private static let connecting = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, ETIMEDOUT]

    /// No address was found, so no connection was tried.
    private static func isUnknown(_ error: NIOConnectionError) -> Bool {
        error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil)
    }

    private static func understood(_ error: HTTPClientError, _ hadHead: Bool) -> Self {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .alreadyShutdown: .notConnected
        case .readTimeout, .writeTimeout, .deadlineExceeded: .timedOut
        default: hadHead ? .answerCut : .connectionLost
        }
    }
}
