// SPDX-License-Identifier: Apache-2.0

/// The identity of a call's trace, derived from the call's name alone: every server that has to do with the call adds to
/// the same trace, and nobody has to be asked which one it is.
///
/// The identifiers are FNV-1a (64 bits) of a domain, one for each, and the name, mixed by the finaliser of SplitMix64, so
/// that sampling by the last bytes is fair. That is no secret and withstands no attack; it need not, because names come
/// from signed webhooks only.
struct CallTrace: Sendable, Hashable {
    /// The first half of the trace's identifier; not zero.
    let high: UInt64
    /// The second half.
    let low: UInt64
    /// The identifier of the span that all others descend from; not zero.
    let root: UInt64

    init(_ call: CallID) {
        self.high = max(1, Self.digest("trace-high:", call))
        self.low = Self.digest("trace-low:", call)
        self.root = max(1, Self.digest("root-span:", call))
    }

    /// In the notation of `traceparent`; the flags say nothing.
    var text: String { "00-\(Self.hex(self.high))\(Self.hex(self.low))-\(Self.hex(self.root))-00" }

    private static func digest(_ domain: String, _ call: CallID) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for bytes in [domain.utf8, call.rawValue.utf8] {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
