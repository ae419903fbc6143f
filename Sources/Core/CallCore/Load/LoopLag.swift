// SPDX-License-Identifier: Apache-2.0

/// How late event loops were, over the last seconds.
public struct LoopLag: Sendable, Hashable {
    /// Half of the measurements were not later.
    public var median: Duration
    /// 99 of 100 were not later.
    public var p99: Duration
    /// The latest.
    public var longest: Duration

    /// No lag at all.
    public static let none = LoopLag(of: [])

    /// Sums up measurements, in any order.
    public init(of lags: [Duration]) {
        let sorted = lags.sorted()
        func rank(_ share: Double) -> Duration {
            guard !sorted.isEmpty else { return .zero }
            let place = Int((share * Double(sorted.count)).rounded(.up)) - 1
            return sorted[min(max(place, 0), sorted.count - 1)]
        }
        self.median = rank(0.5)
        self.p99 = rank(0.99)
        self.longest = sorted.last ?? .zero
    }
}
