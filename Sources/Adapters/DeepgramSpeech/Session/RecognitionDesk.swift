// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import Synchronization
import TelephonyAudio

/// What all calls at Deepgram have in common: counts for health, and a limit on log lines.
final class RecognitionDesk: Sendable {
    private struct State {
        var gauges: [ObjectIdentifier: SessionGauge] = [:]
        var connections = 0
        var lost = Duration.zero
        var suppressed = 0
    }

    private let state = Mutex(State())
    private let lines = RateLimiter(RateLimit(5, per: .seconds(1), burst: 20))

    func opened() -> SessionGauge {
        let gauge = SessionGauge()
        self.state.withLock { $0.gauges[ObjectIdentifier(gauge)] = gauge }
        return gauge
    }

    func closed(_ gauge: SessionGauge) { self.state.withLock { $0.gauges[ObjectIdentifier(gauge)] = nil } }
    func connected() { self.state.withLock { $0.connections += 1 } }
    func disconnected() { self.state.withLock { $0.connections -= 1 } }
    func lost(_ audio: Duration) { self.state.withLock { $0.lost += audio } }

    /// Whether a line may go to the log now: `nil` when not, otherwise how many were left out since the last one.
    func mayLog() -> Int? {
        let isAllowed = self.lines.take().isAllowed
        return self.state.withLock { state in
            guard isAllowed else {
                state.suppressed += 1
                return nil
            }
            defer { state.suppressed = 0 }
            return state.suppressed
        }
    }

    /// How all calls stand; `circuit` is the state of the circuit breaker, if there is one.
    func status(lagLimit: Duration, circuit: CircuitSnapshot?) -> EngineStatus {
        self.state.withLock { state in
            let queued = state.gauges.values.reduce(0) { $0 + $1.queued.load(ordering: .relaxed) }
            let lag = state.gauges.values.reduce(0) { max($0, $1.lag.load(ordering: .relaxed)) }
            let down = state.gauges.values.count { $0.isDown.load(ordering: .relaxed) }
            let isLagging = Duration.telephony(bytes: lag) > lagLimit
            let isDown = circuit?.state == .open || (down > 0 && down == state.gauges.count)
            return EngineStatus(
                state: isDown ? .down : down > 0 || isLagging ? .lagging : .ok,
                sessions: state.gauges.count,
                queuedSeconds: Double(queued) / RecognitionMachine.rate,
                lagSeconds: Double(lag) / RecognitionMachine.rate,
                lostSeconds: state.lost / .seconds(1),
                detail: Self.detail(state.connections, down: down, circuit: circuit)
            )
        }
    }

    private static func detail(_ connections: Int, down: Int, circuit: CircuitSnapshot?) -> String {
        var parts = ["\(connections) connections"]
        if down > 0 { parts.append("\(down) calls wait for one") }
        if let circuit {
            parts.append("circuit \(circuit.state.rawValue)" + (circuit.reason.map { ": \($0)" } ?? ""))
        }
        return parts.joined(separator: ", ")
    }
}
