// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The beginning of the text, at most so many characters, cut after a whole word where there is one.
    func cut(to count: Int) -> String {
        guard let end = self.index(self.startIndex, offsetBy: count, limitedBy: self.endIndex), end < self.endIndex
        else { return self }
        let head = self[..<end]
        let isWhole = self[end].isWhitespace
        let word = isWhole ? end : head.lastIndex(where: \.isWhitespace) ?? end
        let blanks = self[..<word].reversed().prefix(while: \.isWhitespace).count
        return String(self[..<word].dropLast(blanks))
    }
}
