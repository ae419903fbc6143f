// SPDX-License-Identifier: Apache-2.0

/// How alike two words are to an ear that mishears.
enum WordSimilarity {
    /// 0 (different) or 0.6…0.85 (one or two letters apart); equal words are not its business.
    ///
    /// Short words are never alike: `to` and `two`, `here` and `hear` would all be one.
    static func ofUnequal(_ left: [UInt8], _ right: [UInt8]) -> Double {
        let shorter = min(left.count, right.count)
        let longer = max(left.count, right.count)
        guard shorter >= 4, longer - shorter <= 2 else { return 0 }
        let allowed = longer >= 8 ? 2 : 1
        let distance = Self.distance(left, right, atMost: allowed)
        guard distance <= allowed else { return 0 }
        return 0.85 - 0.15 * Double(distance - 1) - (left.first == right.first ? 0 : 0.1)
    }

    /// Levenshtein's distance, or something larger than `limit` as soon as it cannot be kept.
    private static func distance(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                let substitution = previous[column] + (byte == right[column] ? 0 : 1)
                current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
            }
            if (current.min() ?? 0) > limit { return limit + 1 }
            previous = current
        }
        return previous[right.count]
    }
}
