// SPDX-License-Identifier: Apache-2.0

/// The resources of a list, fetched page by page as they are asked for, in Twilio's order (mostly the newest first).
///
/// ```swift
/// for try await call in try client.calls.list(filter) { … }
/// ```
/// Follows Twilio's links, but never to another host or account, never twice to the same page and never further than
/// ``TwilioClient/Configuration/maximumPages``.
public struct ResourceList<Element: Sendable>: AsyncSequence, Sendable {
    let dispatcher: Dispatcher
    let first: RESTRequest
    let listName: String
    let decode: @Sendable (ResourceFields) throws(TwilioRESTError) -> Element

    /// Begins at the first page.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(list: self)
    }

    /// The resources, but not more than `limit`.
    public func prefix(upTo limit: Int) async throws(TwilioRESTError) -> [Element] {
        var elements: [Element] = []
        var iterator = self.makeAsyncIterator()
        while elements.count < limit, let element = try await iterator.next() {
            elements.append(element)
        }
        return elements
    }

    /// Walks through the pages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let list: ResourceList
        private var page: ArraySlice<Element> = []
        private var walk: PageWalk

        init(list: ResourceList) {
            self.list = list
            self.walk = PageWalk(
                first: list.first,
                endpoint: list.dispatcher.exchange.endpoint,
                account: list.dispatcher.exchange.credentials.account,
                maximumPages: list.dispatcher.configuration.maximumPages
            )
        }

        /// The next resource, or `nil` after the last. Fails with ``TwilioRESTError``, and is at its end then.
        public mutating func next() async throws(TwilioRESTError) -> Element? {
            while self.page.isEmpty {
                guard let request = self.walk.next() else { return nil }
                let (elements, link) = try await self.list.fetch(request)
                self.page = elements[...]
                try self.walk.follow(link)
            }
            return self.page.removeFirst()
        }
    }

    private func fetch(_ request: RESTRequest) async throws(TwilioRESTError) -> ([Element], String?) {
        let (listName, decode) = (self.listName, self.decode)
        do throws(RESTFailure) {
            return try await self.dispatcher.send(request) { fields in
                guard let objects = fields.objects(listName) else {
                    throw TwilioRESTError(.malformedAnswer, "The answer has no list of \(listName).")
                }
                return (try objects.map { try decode($0) }, fields.filled("next_page_uri"))
            }
        } catch {
            throw error.error
        }
    }
}

extension ResourceList where Element: RESTResource {
    init(_ dispatcher: Dispatcher, _ first: RESTRequest) {
        self.init(dispatcher: dispatcher, first: first, listName: Element.listName) {
            (fields) throws(TwilioRESTError) in try Element(fields)
        }
    }
}
