// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Reads `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date in any of the three forms of section 5.6.7.
public enum RetryAfter {
    /// How long the server wants us to wait, seen from `now`: never negative, `nil` for anything malformed.
    public static func duration(_ value: some StringProtocol, now: Date = Date()) -> Duration? {
        let bytes = Array(value.utf8).trimmingBlanks()
        guard !bytes.isEmpty, bytes.count <= 64 else { return nil }
        if bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than this are more than thirty years.
            guard bytes.count <= 9 else { return .seconds(1_000_000_000) }
            return .seconds(bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
        }
        guard let date = HTTPDate.seconds(bytes, now: now.timeIntervalSince1970) else { return nil }
        return .seconds(max(0, Double(date) - now.timeIntervalSince1970))
    }
}

extension [UInt8] {
    /// Without blanks and tabs at both ends (`OWS` of RFC 9110 section 5.6.3).
    fileprivate func trimmingBlanks() -> [UInt8] {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return Array(self.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
