// SPDX-License-Identifier: Apache-2.0

import Twilio

/// A page of a list, as the 2010 API cuts it.
///
/// A token names a place in the list, not a number of rows, so that rows which come meanwhile move nothing. Twilio,
/// "Twilio's Response": `next_page_uri` is to be followed as it is.
struct TwinPage<Row> {
    var rows: [Row]
    var page: Int
    var size: Int
    var nextToken: String?
    var previousToken: String?

    /// Cuts a list, the newest row first. Throws 20007 and 21481 as Twilio does.
    init(_ list: [(sequence: Int, row: Row)], query: FormParameters) throws(TwinFailure) {
        self.size = try Self.number(query["PageSize"], default: 50, in: 1...1000, else: 20_007)
        self.page = try Self.number(query["Page"], default: 0, in: 0...1_000_000, else: 20_001)
        let token = query["PageToken"]
        if self.page > 0, token == nil { throw TwinFailure(400, 21_481, "Page without PageToken") }
        let cut: ArraySlice<(sequence: Int, row: Row)>
        switch try token.map(Self.place) {
        case .after(let sequence)?: cut = list.filter { $0.sequence < sequence }.prefix(self.size)
        case .before(let sequence)?: cut = list.filter { $0.sequence > sequence }.suffix(self.size)
        case nil: cut = list.prefix(self.size)
        }
        self.rows = cut.map(\.row)
        guard let first = cut.first?.sequence, let last = cut.last?.sequence else { return }
        if list.contains(where: { $0.sequence < last }) { self.nextToken = "PA\(last)" }
        if list.contains(where: { $0.sequence > first }) { self.previousToken = "PB\(first)" }
    }

    private enum Place {
        case after(Int)
        case before(Int)
    }

    private static func place(_ token: String) throws(TwinFailure) -> Place {
        if token.hasPrefix("PA"), let sequence = Int(token.dropFirst(2)) { return .after(sequence) }
        if token.hasPrefix("PB"), let sequence = Int(token.dropFirst(2)) { return .before(sequence) }
        throw TwinFailure(400, 21_481, "Invalid page token")
    }

    private static func number(
        _ text: String?,
        default value: Int,
        in range: ClosedRange<Int>,
        else code: Int
    ) throws(TwinFailure) -> Int {
        guard let text else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw TwinFailure(400, code, "\(text) is not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    /// The page as JSON; `name` is the resource's plural.
    func answer(_ name: String, _ request: SimulatedRESTRequest, _ json: (Row) -> TwinValue) -> TwinAnswer {
        let filters = request.query.filter { !["Page", "PageSize", "PageToken"].contains($0.name) }
        func link(_ page: Int, _ token: String?) -> TwinValue {
            var query = FormParameters(filters)
            query.append("PageSize", String(self.size))
            query.append("Page", String(page))
            if let token { query.append("PageToken", token) }
            return .text("\(request.path)?\(String(decoding: query.encoded, as: UTF8.self))")
        }
        let start = self.page * self.size
        return TwinAnswer(body: [
            "first_page_uri": link(0, nil), "end": .number(max(start, start + self.rows.count - 1)),
            "previous_page_uri": self.previousToken.map { link(max(0, self.page - 1), $0) } ?? .null,
            "uri": link(self.page, request.query["PageToken"]), "page_size": .number(self.size),
            "start": .number(start), name: .list(self.rows.map(json)),
            "next_page_uri": self.nextToken.map { link(self.page + 1, $0) } ?? .null, "page": .number(self.page),
        ])
    }
}
