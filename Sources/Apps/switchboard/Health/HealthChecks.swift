// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Resilience
import SQLiteStore

/// How a server looks at each thing it depends on, and which of them it needs.
///
/// | Name | Needed | How it is looked at |
/// | --- | --- | --- |
/// | `journal` | yes | a small read of the SQLite file; whether the last commits failed; how many events wait |
/// | `disk` | yes | free bytes of the data directory |
/// | `store` | no: events wait in the journal | its tables are asked for; the backlog; the circuit breaker |
/// | `recogniser` | unless calls go to questions or people instead | the engine's own word, from memory |
/// | `synthesiser` | the same | the engine's own word, from memory |
/// | `deepgram` | no: it is the engines that are needed | what became of connections; the circuit breaker |
/// | `twilio` | no: calls come in without its API | the account's queues, now and then; the circuit breaker |
/// | `event_loops` | yes | lag and signs of life, from memory |
struct HealthChecks {
    let settings: HealthSettings

    func journal(_ journal: CallJournal, _ file: SQLiteStore) -> HealthCheck {
        self.check("journal", isNeeded: true, patience: 1) {
            let status = journal.status
            guard status.failures == 0 else {
                return HealthFinding(.down, "Commits fail: \(status.lastError ?? "unknown")")
            }
            try await file.ping()
            return Self.finding(status)
        }
    }

    static func finding(_ status: CallJournal.Status) -> HealthFinding {
        let isBehind = status.waiting > CallJournal.Configuration().capacity / 2
        return HealthFinding(isBehind ? .degraded : .up, "\(status.waiting) events wait")
    }

    func disk(_ folder: String) -> HealthCheck {
        let space = DiskSpace(folder: folder, warning: self.settings.diskWarning, minimum: self.settings.diskMinimum)
        return self.check("disk", isNeeded: true) { try await space.look() }
    }

    func store(_ shared: SharedStorage) -> HealthCheck {
        self.check("store", isNeeded: false, patience: 1) { try await shared.look() }
    }

    func recogniser(_ engine: any SpeechRecogniser, isNeeded: Bool) -> HealthCheck {
        self.check("recogniser", isNeeded: isNeeded, patience: 1) { Self.finding(engine.status) }
    }

    func synthesiser(_ engine: any SpeechSynthesiser, isNeeded: Bool) -> HealthCheck {
        self.check("synthesiser", isNeeded: isNeeded, patience: 1) { Self.finding(engine.status) }
    }

    static func finding(_ status: EngineStatus) -> HealthFinding {
        switch status.state {
        case .ok: HealthFinding(.up, status.detail)
        case .lagging: HealthFinding(.degraded, status.detail)
        case .down: HealthFinding(.down, status.detail)
        }
    }

    func deepgram(_ look: @escaping @Sendable () -> HealthFinding) -> HealthCheck {
        self.check("deepgram", isNeeded: false) { look() }
    }

    func twilio(_ reach: TwilioReach) -> HealthCheck {
        var check = self.check("twilio", isNeeded: false, patience: 1) { await reach.look() }
        // An answer of a far service with its retries may take longer than one of this machine.
        check.deadline = max(check.deadline, .seconds(5))
        return check
    }

    func eventLoops(
        _ loops: @escaping @Sendable () -> (lag: LoopLag, hanging: Int, count: Int)?,
        bound: Duration
    ) -> HealthCheck {
        self.check("event_loops", isNeeded: true) {
            guard let loops = loops() else { return HealthFinding(.unknown, "Not measured yet.") }
            return Self.finding(loops.lag, hanging: loops.hanging, of: loops.count, bound: bound)
        }
    }

    static func finding(_ lag: LoopLag, hanging: Int, of count: Int, bound: Duration) -> HealthFinding {
        let milliseconds = Int((lag.p99 / .milliseconds(1)).rounded())
        guard hanging == 0 else {
            return HealthFinding(hanging < count ? .degraded : .down, "\(hanging) of \(count) event loops hang.")
        }
        return HealthFinding(lag.p99 > bound ? .degraded : .up, "late by \(milliseconds) ms at the 99th percentile")
    }

    private func check(
        _ name: String,
        isNeeded: Bool,
        patience: Int = 0,
        look: @escaping @Sendable () async throws -> HealthFinding
    ) -> HealthCheck {
        HealthCheck(
            name,
            isNeeded: isNeeded,
            patience: patience,
            interval: self.settings.interval,
            deadline: self.settings.deadline,
            look: look
        )
    }
}
