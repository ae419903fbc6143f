// SPDX-License-Identifier: Apache-2.0

/// A page of calls as operators see it.
package struct CallPageDocument: Encodable {
    let calls: [CallDocument]
    /// Give it as `cursor` to get the next page; missing on the last.
    let next: String?

    package init(_ page: CallPage) {
        self.calls = page.calls.map { CallDocument($0) }
        self.next = page.next
    }
}
