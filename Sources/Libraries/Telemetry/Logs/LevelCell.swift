// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import Synchronization

/// The level of one label, read by all its loggers for every event and changed while they run.
final class LevelCell: Sendable {
    private let rank: Atomic<Int>

    init(_ level: Logger.Level) {
        self.rank = Atomic(Self.rank(of: level))
    }

    var level: Logger.Level {
        get { Logger.Level.allCases[self.rank.load(ordering: .relaxed)] }
        set { self.rank.store(Self.rank(of: newValue), ordering: .relaxed) }
    }

    private static func rank(of level: Logger.Level) -> Int {
        Logger.Level.allCases.firstIndex(of: level) ?? 0
    }
}
