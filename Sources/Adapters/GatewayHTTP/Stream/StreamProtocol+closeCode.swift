// SPDX-License-Identifier: Apache-2.0

import WebSockets

extension StreamProtocol.Refusal {
    /// RFC 6455 section 7.4.1: 1003 for data of a kind that is not taken, 1008 for a broken rule.
    var closeCode: WebSocketCloseCode {
        switch self {
        case .binaryMessage, .unknownFormat: .unacceptableData
        case .neverStarted, .startedTwice, .invalidStream, .foreignAccount, .foreignCall, .wrongTracks,
            .tooManyOffences:
            .policyViolation
        }
    }
}
