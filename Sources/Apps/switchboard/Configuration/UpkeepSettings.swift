// SPDX-License-Identifier: Apache-2.0

import CallCore

/// What keeps a server well.
struct UpkeepSettings: Sendable {
    var hasJanitor = true
    /// How the janitor works.
    var janitor = Janitor.Configuration()
    /// From when on the machine does not keep up.
    var bounds = Overload.Bounds()
    /// How event loops are watched.
    var loops = LoopWatch.Configuration()

    init() {
        self.bounds.lag = .milliseconds(250)
    }

    init(_ values: SettingValues) {
        self.init()
        self.hasJanitor = values[.janitor] != "off"
        self.janitor.interval = values.seconds(.janitorInterval) ?? self.janitor.interval
        self.janitor.patience = values.seconds(.janitorPatience) ?? self.janitor.patience
        self.janitor.longestDistance = max(self.janitor.longestDistance, self.janitor.patience)
        self.janitor.unconfirmed = values.seconds(.janitorUnconfirmed) ?? self.janitor.unconfirmed
        self.janitor.unanswered = max(self.janitor.unanswered, self.janitor.unconfirmed)
        self.bounds.lag = values.number(.longestLag).map { .milliseconds($0) } ?? self.bounds.lag
        self.bounds.memory = values.number(.memoryShare).map { Double($0) / 100 } ?? self.bounds.memory
        self.loops.limit = values.seconds(.loopHang) ?? self.loops.limit
        self.loops.movesCalls = values[.loopHangMoves] != "off"
    }
}
