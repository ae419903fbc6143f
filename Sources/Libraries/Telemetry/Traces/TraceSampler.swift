// SPDX-License-Identifier: Apache-2.0

/// Which traces are recorded. Decided once, by the first span; its children, here and in other programs, follow.
///
/// The names are those of `OTEL_TRACES_SAMPLER`
/// (<https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>).
public struct TraceSampler: Sendable, Hashable {
    /// Who decides about a first span.
    private enum Rule: Sendable, Hashable {
        case always
        case never
        /// Traces whose last eight bytes, without the lowest bit, are below this are recorded: about this share of 2^63.
        case below(UInt64)
    }

    private var rule: Rule
    /// Whether a span from another program decides for its children.
    private var followsParent: Bool

    /// The names that ``init(name:argument:)`` knows.
    public static let names = [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off",
        "parentbased_traceidratio",
    ]

    /// Records every trace, unless the parent in another program is not recorded.
    public static let standard = TraceSampler(rule: .always, followsParent: true)

    private init(rule: Rule, followsParent: Bool) {
        self.rule = rule
        self.followsParent = followsParent
    }

    /// A sampler by its name; `nil` for an unknown one and for a share that is not from 0 to 1. `argument` is the share,
    /// for the names that end in `traceidratio`.
    public init?(name: String, argument: Double = 1) {
        guard Self.names.contains(name), (0...1).contains(argument) else { return nil }
        self.followsParent = name.hasPrefix("parentbased_")
        if name.hasSuffix("always_on") {
            self.rule = .always
        } else if name.hasSuffix("always_off") {
            self.rule = .never
        } else {
            self.rule = argument >= 1 ? .always : .below(UInt64(argument * Double(1 << 63 as UInt64)))
        }
    }

    /// Whether a span is recorded. Every program with the same share decides the same of a trace.
    func records(_ traceID: TraceID, parent: SpanContext?) -> Bool {
        // Within one program a trace is never cut.
        if let parent, self.followsParent || !parent.isRemote { return parent.isSampled }
        switch self.rule {
        case .always: return true
        case .never: return false
        case .below(let bound): return traceID.low >> 1 < bound
        }
    }
}
