// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension DebuggerError {
    /// What Twilio's debugger calls a failed exchange.
    init(fetching url: WebURL, error: any Error) {
        let message = "\(url): \(error)"
        switch error {
        case is NIOTooManyBytesError:
            self.init(11_750, "\(url): the body is larger than 64 kB")
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            self.init(11_205, "\(url): no answer in time")
        case let error as NIOConnectionError:
            let isUnknownHost = error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil)
            self.init(isUnknownHost ? 11_210 : Self.isRefusal(error) ? 11_202 : 11_205, message)
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(11_202, message)
        case is HTTPParserError:
            self.init(11_206, message)
        default:
            self.init(11_205, message)
        }
    }

    private static func isRefusal(_ error: NIOConnectionError) -> Bool {
        error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == ECONNREFUSED }
    }
}
