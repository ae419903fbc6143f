// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Synchronization

/// Counts what waits, how long it has waited and what was lost, for the health endpoint.
final class RecognitionLedger: Sendable {
    private struct State {
        var sessions = 0
        var lost = Duration.zero
        var open: [ObjectIdentifier: RecognitionJob] = [:]
    }

    private let lagLimit: Duration
    private let state = Mutex(State())

    init(lagLimit: Duration) {
        self.lagLimit = lagLimit
    }

    func sessionOpened() { self.state.withLock { $0.sessions += 1 } }
    func sessionClosed() { self.state.withLock { $0.sessions -= 1 } }
    func lost(_ audio: Duration) { self.state.withLock { $0.lost += audio } }

    /// A job whose result somebody waits for.
    func opened(_ job: RecognitionJob) { self.state.withLock { $0.open[ObjectIdentifier(job)] = job } }
    func closed(_ job: RecognitionJob) { self.state.withLock { $0.open[ObjectIdentifier(job)] = nil } }

    func status(now: ContinuousClock.Instant) -> EngineStatus {
        self.state.withLock { state in
            let queued = state.open.values.reduce(Duration.zero) { $0 + ($1.isWaiting ? $1.length : .zero) }
            let lag = state.open.values.map { now - $0.created }.max() ?? .zero
            let isLagging = lag > self.lagLimit
            return EngineStatus(
                state: isLagging ? .lagging : .ok,
                sessions: state.sessions,
                queuedSeconds: queued / .seconds(1),
                lagSeconds: lag / .seconds(1),
                lostSeconds: state.lost / .seconds(1),
                detail: isLagging
                    ? "More calls speak than this machine can recognise in time; results come late." : ""
            )
        }
    }
}
#endif
