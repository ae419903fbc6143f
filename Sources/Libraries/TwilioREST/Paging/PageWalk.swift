// SPDX-License-Identifier: Apache-2.0

import Twilio

/// Decides which page comes next: a pure value.
struct PageWalk: Sendable {
    private var request: RESTRequest
    private var isDue = true
    private var visited: Set<String>
    private let root: String
    private let origin: String
    private let maximumPages: Int

    init(first: RESTRequest, endpoint: TwilioEndpoint, account: AccountSID, maximumPages: Int) {
        self.request = first
        self.root = "/2010-04-01/Accounts/\(account)/"
        self.origin = endpoint.description
        self.visited = [first.target(account: account)]
        self.maximumPages = max(1, maximumPages)
    }

    /// The request for the page that is due, once.
    mutating func next() -> RESTRequest? {
        defer { self.isDue = false }
        return self.isDue ? self.request : nil
    }

    /// Takes the link of a page; without one the list is at its end.
    mutating func follow(_ link: String?) throws(TwilioRESTError) {
        guard let link else { return }
        let target = link.hasPrefix(self.origin + "/") ? String(link.dropFirst(self.origin.count)) : link
        guard target.hasPrefix(self.root), target.utf8.count <= 4_096, Self.isPlain(target) else {
            throw TwilioRESTError(.invalidPage, "The next page of the list is not one of this account on this host.")
        }
        guard self.visited.insert(target).inserted else {
            throw TwilioRESTError(.invalidPage, "The next page of the list was read already.")
        }
        guard self.visited.count <= self.maximumPages else {
            throw TwilioRESTError(.tooManyPages, "The list has more than \(self.maximumPages) pages.")
        }
        self.request.path = String(target.dropFirst(self.root.count))
        self.request.query = [:]
        self.isDue = true
    }

    /// Only what an encoded request target has, and no relative segments.
    private static func isPlain(_ target: String) -> Bool {
        let path = target.prefix { $0 != "?" }
        return target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") }
            && !path.split(separator: "/").contains { $0 == ".." || $0 == "." }
    }
}
