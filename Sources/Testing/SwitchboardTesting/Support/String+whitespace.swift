// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text without white space at either end.
    func trimmingWhitespace() -> String {
        let tail = self.drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }
}
