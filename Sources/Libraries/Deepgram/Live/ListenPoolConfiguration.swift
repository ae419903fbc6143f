// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// The bounds of a ``ListenPool``. Every idle connection takes one of the account's.
public struct ListenPoolConfiguration: Sendable, Hashable {
    /// How many idle connections are kept for each parameter set on each event loop.
    public var minimumIdle: Int
    /// How many there may be: a miss raises what is kept by one up to this, an idle connection that nobody wanted within
    /// ``maximumAge`` lowers it again.
    public var maximumIdle: Int
    /// How many there may be in all.
    public var totalIdle: Int
    /// How old a connection may be when it is handed to a call.
    public var maximumAge: Duration
    /// How many parameter sets are known on each event loop; the one that was not asked for longest makes room.
    public var parameterSets: Int
    /// Whether a connection that was given back is handed to another call; see ``ListenPool``.
    public var reuse: Bool
    /// How long to wait after an idle connection did not come about, or died.
    public var refillBackoff: Backoff
    /// How long ``ListenPool/shutdown()`` may take.
    public var shutdownTimeout: Duration

    /// 1 to 4 for each of 8 parameter sets on each event loop, 32 in all, up to 5 minutes old, never reused.
    public init(
        minimumIdle: Int = 1,
        maximumIdle: Int = 4,
        totalIdle: Int = 32,
        maximumAge: Duration = .seconds(300),
        parameterSets: Int = 8,
        reuse: Bool = false,
        refillBackoff: Backoff = Backoff(first: .seconds(1), cap: .seconds(60), jitter: .half),
        shutdownTimeout: Duration = .seconds(2)
    ) {
        self.minimumIdle = max(0, minimumIdle)
        self.maximumIdle = max(self.minimumIdle, maximumIdle)
        self.totalIdle = max(0, totalIdle)
        self.maximumAge = maximumAge
        self.parameterSets = max(1, parameterSets)
        self.reuse = reuse
        self.refillBackoff = refillBackoff
        self.shutdownTimeout = shutdownTimeout
    }
}
