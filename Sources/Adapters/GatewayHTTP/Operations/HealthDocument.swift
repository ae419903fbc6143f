// SPDX-License-Identifier: Apache-2.0

import CallCore

/// How the process is doing, as anybody may see it: no secrets, nothing a caller said, no dependency's own words.
struct HealthDocument: Encodable {
    struct Calls: Encodable {
        let active: Int
        let pending: Int
        let limit: Int
        let draining: Bool
    }

    struct Engine: Encodable {
        let name: String
        let state: String
        let sessions: Int
        let lagSeconds: Double
        let queuedSeconds: Double
        let lostSeconds: Double

        init(_ name: String, _ status: EngineStatus) {
            self.name = name
            self.state = status.state.rawValue
            self.sessions = status.sessions
            self.lagSeconds = status.lagSeconds
            self.queuedSeconds = status.queuedSeconds
            self.lostSeconds = status.lostSeconds
        }
    }

    struct Journal: Encodable {
        let waiting: Int
        let failing: Bool
        let refused: Int
        let rejected: Int
    }

    struct Store: Encodable {
        let name: String
        let state: String
        /// Events that wait in the journal, and for how long the oldest.
        let backlog: Int
        let oldestSeconds: Double?
        let aside: Int

        init(_ status: SharedStoreStatus) {
            self.name = status.name
            self.state = status.state.rawValue
            self.backlog = status.backlog
            self.oldestSeconds = status.oldest.map { ($0 / .milliseconds(1)).rounded() / 1_000 }
            self.aside = status.aside
        }
    }

    let status = "ok"
    let version: String
    let uptimeSeconds: Double
    let calls: Calls
    let recogniser: Engine
    let synthesiser: Engine
    let journal: Journal
    /// The store that servers share; not there without one.
    let store: Store?

    init(version: String, uptime: Duration, manager: CallSessionManager, sharedStore: SharedStoreStatus?) {
        self.store = sharedStore.map(Store.init)
        let snapshot = manager.snapshot
        let journal = manager.journal.status
        self.version = version
        self.uptimeSeconds = (uptime / .milliseconds(1)).rounded() / 1_000
        self.calls = Calls(
            active: snapshot.live,
            pending: snapshot.pending,
            limit: snapshot.limit,
            draining: snapshot.isDraining
        )
        self.recogniser = Engine(manager.recogniser.name, manager.recogniser.status)
        self.synthesiser = Engine(manager.synthesiser.name, manager.synthesiser.status)
        self.journal = Journal(
            waiting: journal.waiting,
            failing: journal.failures > 0,
            refused: journal.refused,
            rejected: journal.rejected
        )
    }
}
