// SPDX-License-Identifier: Apache-2.0

extension SignatureSearch {
    /// One way a query may have been changed on its way.
    private struct QueryChange {
        var query: String?
        var signed: String
        var checked: String
    }

    mutating func query() -> Difference? {
        guard let query = self.address.query else { return nil }
        for change in self.losses(query) + self.encodings(query) + self.orders(query) {
            var other = self.address
            other.query = change.query
            let isSame = change.query?.utf8.elementsEqual(query.utf8) ?? false
            guard !isSame, self.isSigned(other) else { continue }
            return Difference(
                part: .query,
                signed: change.signed,
                checked: change.checked,
                mend: "Check with the query as it stands on the request line; nothing in between may change it."
            )
        }
        return self.queryAsParameters(query)
    }

    /// Items that something added to what was signed.
    private func losses(_ query: String) -> [QueryChange] {
        let items = Self.items(query)
        let whole = [QueryChange(query: nil, signed: "without a query", checked: "with one")]
        guard items.count > 1 else { return whole }
        return whole
            + items.indices.prefix(32).map { index in
                var rest = items
                let name = Self.printable(String(rest.remove(at: index).prefix { $0 != "=" }))
                return QueryChange(query: Self.text(rest), signed: "without \(name)", checked: "with \(name)")
            }
    }

    private func encodings(_ query: String) -> [QueryChange] {
        let items = Self.items(query)
        let bare = items.map { $0.utf8.last == UInt8(ascii: "=") ? $0.dropLast() : $0 }
        let full = items.map { $0.utf8.contains(UInt8(ascii: "=")) ? $0 : $0 + "=" }
        return PercentEncoding.variants(of: query).map {
            QueryChange(query: $0.text, signed: $0.description, checked: "encoded otherwise")
        } + [
            QueryChange(query: Self.text(bare), signed: "with bare empty items", checked: "with = after them"),
            QueryChange(query: Self.text(full), signed: "with = after empty items", checked: "with bare ones"),
            QueryChange(
                query: Self.text(items.filter { !$0.isEmpty }),
                signed: "without surplus &",
                checked: "with them"
            ),
        ]
    }

    /// All orders of up to four items; of more, those that programs make.
    private func orders(_ query: String) -> [QueryChange] {
        let items = Self.items(query)
        guard (2...64) ~= items.count else { return [] }
        let sorted = items.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var orders = [sorted, items.reversed(), sorted.reversed()]
        if items.count <= 4 {
            orders += Self.permutations(items)
        } else {
            orders += items.indices.dropFirst().map { Array(items[$0...] + items[..<$0]) }
        }
        return orders.map {
            QueryChange(query: Self.text($0), signed: "with the items in another order", checked: "re-ordered")
        }
    }

    /// Some programs sign the items of a query like the fields of a form.
    private mutating func queryAsParameters(_ query: String) -> Difference? {
        guard let form = try? FormDecoder(maximumBytes: 65_536).decode(query) else { return nil }
        var other = self.address
        other.query = nil
        guard self.isSigned(other, SignedParameters(form)) else { return nil }
        return Difference(
            part: .query,
            signed: "as the fields of a form",
            checked: "as part of the URL",
            mend: "The items of the query were sent as a form, and something moved them: pass the body on as it came."
        )
    }

    private static func items(_ query: String) -> [Substring] {
        query.split(separator: "&", omittingEmptySubsequences: false)
    }

    private static func text(_ items: some Sequence<Substring>) -> String {
        items.joined(separator: "&")
    }

    private static func permutations(_ items: [Substring]) -> [[Substring]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return self.permutations(rest).map { [first] + $0 }
        }
    }
}
