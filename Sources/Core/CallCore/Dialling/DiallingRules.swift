// SPDX-License-Identifier: Apache-2.0

/// Where calls may go: prefixes of addresses, nothing unless it is listed.
///
/// ```swift
/// let rules = try DiallingRules(["+1", "-+1900", "+49", "client:", "sip:"])
/// rules.allows("+12025550143")    // true
/// rules.allows("+19005550143")    // false: the longest prefix decides
/// rules.allows("+441632960000")   // false
/// ```
public struct DiallingRules: Sendable, Hashable {
    /// Nothing is allowed.
    public static let nothing = DiallingRules(allowed: [], refused: [])

    private let allowed: [[UInt8]]
    private let refused: [[UInt8]]

    private init(allowed: [[UInt8]], refused: [[UInt8]]) {
        self.allowed = allowed
        self.refused = refused
    }

    /// Reads prefixes: `+` and digits, `client:…`, `sip:…`; with `-` before it what begins so is refused.
    ///
    /// Throws ``DiallingError`` `.invalidOrder` with the entry that is none.
    public init(_ prefixes: [String]) throws(DiallingError) {
        var allowed: [[UInt8]] = []
        var refused: [[UInt8]] = []
        for entry in prefixes {
            let isRefused = entry.utf8.first == UInt8(ascii: "-")
            let prefix = Array(entry.utf8.dropFirst(isRefused ? 1 : 0))
            guard Self.isPrefix(prefix) else {
                throw DiallingError(
                    .invalidOrder,
                    "“\(entry)” is no prefix: write +COUNTRY, client: or sip:, with - before it to refuse."
                )
            }
            if isRefused { refused.append(prefix) } else { allowed.append(prefix) }
        }
        self.init(allowed: allowed, refused: refused)
    }

    private static func isPrefix(_ prefix: [UInt8]) -> Bool {
        let isNumber =
            prefix.count >= 2 && prefix[0] == UInt8(ascii: "+")
            && prefix.dropFirst().allSatisfy { (48...57).contains($0) }
        return isNumber || prefix.starts(with: "client:".utf8) || prefix.starts(with: "sip:".utf8)
            || prefix.starts(with: "sips:".utf8)
    }

    /// Whether nothing at all is allowed.
    public var isEmpty: Bool { self.allowed.isEmpty }

    /// Whether calls to this address are allowed: the longest prefix that fits decides, and a refusal before a leave.
    public func allows(_ address: String) -> Bool {
        let address = Array(address.utf8)
        func longest(_ prefixes: [[UInt8]]) -> Int {
            prefixes.filter { address.starts(with: $0) }.map(\.count).max() ?? 0
        }
        return longest(self.allowed) > longest(self.refused)
    }
}
