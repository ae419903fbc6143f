// SPDX-License-Identifier: Apache-2.0

/// When Flux takes a turn for ended ("End-of-Turn Detection Parameters").
public struct FluxThresholds: Sendable, Hashable {
    /// The confidence that ends a turn, 0.5…0.9; 1 for never.
    public var end: Double
    /// The confidence at which `EagerEndOfTurn` comes, 0.3…0.9.
    public var eager: Double?
    /// Silence in milliseconds that ends a turn whatever the confidence.
    public var timeout: Int

    init(_ query: DeepgramQuery) throws(DeepgramRefusal) {
        self.end = try query.decimal("eot_threshold", in: 0.5...1) ?? 0.7
        self.eager = try query.decimal("eager_eot_threshold", in: 0.3...0.9)
        self.timeout = try query.number("eot_timeout_ms", in: 500...60_000) ?? 5000
        guard self.isSound else { throw DeepgramQuery.invalid("eot_threshold", String(self.end)) }
    }

    var isSound: Bool {
        (0.5...0.9).contains(self.end) || self.end == 1
            ? (500...60_000).contains(self.timeout)
                && self.eager.map { (0.3...0.9).contains($0) && $0 <= self.end } != false
            : false
    }

    /// The engine's confidence grows with the silence: certain after a second.
    static func confidence(after silence: Duration) -> Double { min(0.99, silence.inSeconds) }

    var wire: WireValue {
        var value: WireValue = ["eot_threshold": .decimal(self.end), "eot_timeout_ms": .number(self.timeout)]
        value.append("eager_eot_threshold", self.eager.map(WireValue.decimal))
        return value
    }
}
