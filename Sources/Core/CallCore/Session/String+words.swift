// SPDX-License-Identifier: Apache-2.0

extension String {
    /// How many words there are: what stands between spaces.
    var wordCount: Int {
        self.utf8.split(separator: UInt8(ascii: " ")).count
    }
}
