// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Resilience

/// Says what a failed request for speech means.
enum SpeakFailure {
    /// A request that got no answer, or only a part of one.
    static func error(_ error: any Error, isAnswered: Bool, requestID: String?) -> DeepgramError {
        switch error {
        case let error as DeepgramError:
            return error
        case _ where DeepgramError.isDistrust(error):
            return DeepgramError(
                .untrusted,
                "Deepgram's certificate is not to be trusted; check the URL and this machine's clock and roots.",
                cause: "\(error)"
            )
        case let error as HTTPClientError where Self.timeouts.contains(error):
            return DeepgramError(.timedOut, "Deepgram could not be reached in time.", cause: "\(error)")
        case let error as HTTPClientError where error == .alreadyShutdown:
            return DeepgramError(.unavailable, "The HTTP client has been shut down.", cause: "\(error)")
        case _ where isAnswered:
            let message = "The connection to Deepgram broke in the middle of a text."
            return DeepgramError(.unavailable, message, cause: "\(error)", requestID: requestID)
        case is HTTPParserError:
            return DeepgramError(.protocolViolation, "What answers at Deepgram's URL is not HTTP.", cause: "\(error)")
        default:
            return DeepgramError(
                .connectFailed,
                "There is no connection to Deepgram; check the network and the URL.",
                cause: "\(error)"
            )
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
        .tlsHandshakeTimeout,
    ]
}
