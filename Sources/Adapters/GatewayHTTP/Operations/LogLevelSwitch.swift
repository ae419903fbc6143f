// SPDX-License-Identifier: Apache-2.0

/// How operators see and set what is logged while the server runs: what `/api/log-levels` is told by whoever has the log.
public struct LogLevelSwitch: Sendable {
    /// What is logged now.
    public struct Status: Sendable, Hashable {
        /// The levels in force, as text: `info,Calls=debug`.
        public var levels: String
        /// The levels that hold once those in force are over.
        public var standing: String
        /// For how long ``levels`` hold; `nil` for good.
        public var left: Duration?
        /// The level of each part of the server that logs, by its label.
        public var components: [String: String]

        /// Creates a status.
        public init(
            levels: String,
            standing: String,
            left: Duration? = nil,
            components: [String: String] = [:]
        ) {
            self.levels = levels
            self.standing = standing
            self.left = left
            self.components = components
        }
    }

    /// Why a text names no levels.
    public struct Flaw: Error, Sendable, Hashable {
        /// What would be right, in one sentence for whoever asked.
        public let message: String

        /// Creates a flaw.
        public init(_ message: String) {
            self.message = message
        }
    }

    /// What is logged now.
    public var status: @Sendable () -> Status
    /// Sets levels: for so long, or for good (`nil`).
    public var set: @Sendable (_ levels: String, _ duration: Duration?) throws(Flaw) -> Void

    /// Creates a switch.
    public init(
        status: @escaping @Sendable () -> Status,
        set: @escaping @Sendable (_ levels: String, _ duration: Duration?) throws(Flaw) -> Void
    ) {
        self.status = status
        self.set = set
    }
}
