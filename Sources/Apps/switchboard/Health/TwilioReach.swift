// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import Synchronization
import TwilioREST

/// Whether Twilio's API answers this account: asked now and then for the account's queues, which costs nothing, and
/// otherwise told from the circuit breaker that all requests pass.
final class TwilioReach: Sendable {
    /// After a failure it is asked again this soon.
    private static let second = Duration.seconds(10)

    private struct State {
        var dueAt: ContinuousClock.Instant?
        var last = HealthFinding(.unknown, "Not asked yet.")
    }

    private let circuit: @Sendable () -> CircuitSnapshot
    private let ask: @Sendable () async throws(TwilioRESTError) -> Void
    private let interval: Duration?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    /// Asks `client` every `interval`, or never.
    convenience init(_ client: TwilioClient, interval: Duration?) {
        self.init(interval: interval, circuit: { client.health }) { () throws(TwilioRESTError) in
            _ = try await client.queues.list().prefix(upTo: 1)
        }
    }

    init(
        interval: Duration?,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        circuit: @escaping @Sendable () -> CircuitSnapshot,
        ask: @escaping @Sendable () async throws(TwilioRESTError) -> Void
    ) {
        self.interval = interval
        self.now = now
        self.circuit = circuit
        self.ask = ask
    }

    /// Asks if it is time to, and says what is known.
    func look() async -> HealthFinding {
        let circuit = self.circuit()
        if circuit.state == .open {
            let reason = circuit.reason.map { ": \($0)" } ?? ""
            return HealthFinding(.down, "Left alone for a while\(reason).", breaker: circuit.state.rawValue)
        }
        if let interval, self.isDue { await self.find(interval) }
        var finding = self.state.withLock(\.last)
        if self.interval == nil, circuit.state == .closed, circuit.openings == 0, circuit.lastError == nil {
            finding = HealthFinding(.unknown, "Not asked for health; nothing has failed.")
        } else if self.interval == nil {
            finding = HealthFinding(circuit.state == .closed ? .up : .degraded, "Told from the requests of calls.")
        }
        finding.breaker = circuit.state.rawValue
        return finding
    }

    private var isDue: Bool {
        let now = self.now()
        return self.state.withLock { $0.dueAt.map { $0 <= now } ?? true }
    }

    private func find(_ interval: Duration) async {
        let finding: HealthFinding
        do throws(TwilioRESTError) {
            try await self.ask()
            finding = HealthFinding(.up, "The account's queues were read.")
        } catch {
            finding = Self.finding(error)
        }
        let wait = finding.state == .up ? interval : min(interval, Self.second)
        let due = self.now() + wait
        self.state.withLock { state in
            state.dueAt = due
            state.last = finding
        }
    }

    /// Twilio's own words are not shown: they may name what was asked for.
    static func finding(_ error: TwilioRESTError) -> HealthFinding {
        switch error.code {
        case .unauthorised: HealthFinding(.down, "Twilio does not accept the credentials.")
        case .forbidden:
            HealthFinding(.degraded, "The credentials may not read the account's queues, or it is suspended.")
        case .rateLimited, .overloaded: HealthFinding(.degraded, "Twilio is asked too often: \(error.code).")
        default: HealthFinding(.down, "Twilio's API does not answer as it should: \(error.code).")
        }
    }
}
