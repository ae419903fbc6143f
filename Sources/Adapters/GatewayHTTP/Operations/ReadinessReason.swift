// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Why a server wants no new calls. The names are part of the public surface.
struct ReadinessReason: Encodable, Sendable, Hashable {
    /// The name, in snake case.
    let reason: String
    /// Of several causes, those that hold.
    var causes: [String]?
    /// What it means and what to do about it.
    let explanation: String

    private init(_ reason: String, causes: [String]? = nil, _ explanation: String) {
        self.reason = reason
        self.causes = causes
        self.explanation = explanation
    }

    static let starting = ReadinessReason(
        "starting",
        "The server has not looked yet at everything it needs; ask again in a few seconds."
    )
    static let draining = ReadinessReason(
        "draining",
        "The server shuts down and keeps only the calls it has; send new ones to another instance."
    )

    /// `calls`, `lag`, `memory`.
    static func saturated(_ causes: [String]) -> ReadinessReason {
        ReadinessReason(
            "saturated",
            causes: causes,
            "The server has as many calls as it may or can take; add an instance, or raise MAX_CALLS, MAX_LOOP_LAG_MS or "
                + "the memory limit, whichever the causes name."
        )
    }

    static let storeFailing = ReadinessReason(
        "store_failing",
        "The journal, the SQLite file of this server, does not take events; look at the disk and at the log."
    )
    static let storeNotMigrated = ReadinessReason(
        "store_not_migrated",
        "The shared store has not the tables that this version needs; run `switchboard migrate`."
    )

    /// A needed dependency that does not work.
    static func down(_ dependency: String) -> ReadinessReason {
        switch dependency {
        case "journal": .storeFailing
        case "recogniser":
            ReadinessReason("recogniser_down", "Nobody listens: no engine recognises speech, and none stands in.")
        case "synthesiser":
            ReadinessReason("synthesiser_down", "Nobody speaks: no engine has a voice, and none stands in.")
        case "disk":
            ReadinessReason("disk_down", "The disk of the data directory is as good as full; make room.")
        case "event_loops":
            ReadinessReason("event_loops_down", "All event loops hang; the process should be restarted.")
        default:
            ReadinessReason(
                "\(dependency)_down",
                "\(dependency) is needed and does not work; see /api/health/detailed."
            )
        }
    }

    /// A reason that is the host's own.
    static func other(_ name: String) -> ReadinessReason {
        ReadinessReason(name, "See the server's log.")
    }
}
