// SPDX-License-Identifier: Apache-2.0

import Testing

/// `#expect` for loops of many thousands: says where and what, and costs next to nothing while all is well, so that other
/// tests of a busy machine are not kept waiting.
func verify(
    _ condition: Bool,
    _ comment: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    if !condition { Issue.record(Comment(rawValue: comment()), sourceLocation: sourceLocation) }
}
