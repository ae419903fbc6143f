// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The parts between occurrences of `separator`, without Foundation.
    func components(separatedBy separator: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        let bytes = Array(self.utf8)
        let needle = Array(separator.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: needle) {
                parts.append([])
                index += needle.count
            } else {
                parts[parts.count - 1].append(bytes[index])
                index += 1
            }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}
