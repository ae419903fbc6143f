// SPDX-License-Identifier: Apache-2.0

extension String {
    /// At most `limit` bytes of UTF-8, cut at a character of Unicode and not inside one.
    func utf8Prefix(_ limit: Int) -> Substring.UTF8View {
        guard self.utf8.count > limit else { return self[...].utf8 }
        var end = self.utf8.index(self.utf8.startIndex, offsetBy: limit)
        while end > self.utf8.startIndex, self.utf8[end] & 0xC0 == 0x80 {
            end = self.utf8.index(before: end)
        }
        return self[..<end].utf8
    }
}
