// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import WebSockets

/// Where faults of streams that were let in are counted and told: as refusals are, in bounds, with what to change.
struct StreamFaults: Sendable {
    /// What a stream carries, which names it in the log.
    enum Medium: Sendable {
        case audio
        case words

        fileprivate var skipped: Logger.Message {
            switch self {
            case .audio: "message of a stream skipped"
            case .words: "message of a relay skipped"
            }
        }

        fileprivate var closed: Logger.Message {
            switch self {
            case .audio: "stream closed"
            case .words: "relay closed"
            }
        }
    }

    let metrics: GatewayMetrics
    private let refusals: RefusalLog

    init(_ refusals: RefusalLog) {
        self.metrics = refusals.metrics
        self.refusals = refusals
    }

    /// A message was passed over. Only the first of a stream is told.
    func skipped(_ fault: StreamFault, isFirst: Bool, of medium: Medium, _ logger: Logger) {
        self.metrics.malformedMessages.increment()
        guard isFirst else { return }
        self.refusals.tell(medium.skipped, fault.reason, at: .warning, to: logger) {
            ["refusal.mend": "\(fault.mend)"]
        }
    }

    /// A stream was closed.
    func closed(
        _ fault: StreamFault,
        of medium: Medium,
        code: WebSocketCloseCode?,
        offences: Int = 0,
        _ logger: Logger
    ) {
        self.metrics.streamEnded(reason: fault.reason).increment()
        self.refusals.tell(medium.closed, fault.reason, at: .warning, to: logger) {
            var facts: Logger.Metadata = [
                "refusal.mend": "\(fault.mend)", "stream.offences": .stringConvertible(offences),
            ]
            facts["websocket.code"] = code.map { "\($0)" }
            return facts
        }
    }
}
