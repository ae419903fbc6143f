// SPDX-License-Identifier: Apache-2.0

/// One page of calls.
public struct CallPage: Sendable, Hashable, Codable {
    /// Newest first.
    public var calls: [CallRecord]
    /// Give it to the next ``CallQuery``; `nil` on the last page.
    public var next: String?

    /// Creates a page.
    public init(calls: [CallRecord], next: String?) {
        self.calls = calls
        self.next = next
    }
}
