// SPDX-License-Identifier: Apache-2.0

/// When events that were set aside are tried again: all at the start, and each once more some time after it was set aside,
/// because the store may have been wrong for a moment. What is refused then stays aside until the next start.
struct SecondChances: Sendable {
    private let limits: DeliveryLimits
    private var isStart = true
    /// Set aside, not tried again yet, and since when the first of them.
    private var fresh: Set<Int64> = []
    private var freshSince: Duration = .zero
    /// Aside before, and those of them that had their second chance.
    private var returned: Set<Int64> = []
    private var used: Set<Int64> = []

    init(_ limits: DeliveryLimits) {
        self.limits = limits
    }

    mutating func setAside(_ positions: [Int64], at now: Duration) {
        if self.fresh.isEmpty { self.freshSince = now }
        // Beyond the bound nothing is tried again anyway.
        for position in positions where self.fresh.count <= self.limits.secondChances {
            if !self.used.contains(position) { self.fresh.insert(position) }
        }
    }

    func areDue(at now: Duration) -> Bool {
        self.isStart || !self.fresh.isEmpty && now - self.freshSince >= self.limits.secondChance
    }

    /// All that was aside is waiting again; `nil` if it was too much for that.
    mutating func tookBack(_ positions: [Int64]?) {
        if let positions {
            self.returned = Set(positions)
            if !self.isStart { self.used = self.returned }
        }
        self.isStart = false
        self.fresh = []
    }

    /// Whether the event was aside before.
    func hasReturned(_ position: Int64) -> Bool { self.returned.contains(position) }
}
