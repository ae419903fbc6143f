// SPDX-License-Identifier: Apache-2.0

/// Writes calls out piece by piece, newest first, so that no more than a few are in memory, however many there are.
///
/// ```swift
/// let export = CallExport(.jsonl, of: query, from: store)
/// while let piece = try await export.next() { try await output.write(piece) }
/// ```
/// Calls that come while it goes on are not in it, and none is in it twice. One task asks for the next piece at a time.
public actor CallExport {
    /// How it is written.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// JSON Lines: one JSON object a row.
        case jsonl
        /// A table (RFC 4180) with a header.
        case csv

        /// What it is, for HTTP.
        public var contentType: String { self.lines.contentType }

        var lines: TranscriptFormat {
            switch self {
            case .jsonl: .jsonl
            case .csv: .csv
            }
        }
    }

    /// What a row is.
    public enum Rows: String, Sendable, Hashable, CaseIterable {
        /// A call; as JSON with its transcript.
        case calls
        /// A line of a transcript.
        case lines
    }

    /// Calls whose events are read at once.
    private static let together = 8
    /// Calls on a page.
    private static let page = 96

    private let format: Format
    private let rows: Rows
    private let store: any CallReading
    private var query: CallQuery
    private var waiting: [CallRecord] = []
    private var hasBegun = false
    private var isOver = false
    /// Calls that have been written.
    public private(set) var calls = 0

    /// Begins an export of the calls that fulfil a query; its `limit` counts for nothing.
    public init(_ format: Format, rows: Rows = .calls, of query: CallQuery, from store: any CallReading) {
        self.format = format
        self.rows = rows
        self.store = store
        self.query = query
        self.query.limit = Self.page
    }

    /// The next rows; `nil` at the end. Throws what the store throws; what was written before is then incomplete.
    public func next() async throws -> String? {
        if !self.hasBegun {
            self.hasBegun = true
            if self.format == .csv { return self.rows == .calls ? CallTable.header : LineTable.header }
        }
        // Calls in which nobody spoke have no lines; a piece of nothing is none.
        while true {
            if self.waiting.isEmpty, try await !self.readPage() { return nil }
            let some = Array(self.waiting.prefix(Self.together))
            let piece = try await self.write(some)
            self.waiting.removeFirst(some.count)
            self.calls += some.count
            if !piece.isEmpty { return piece }
        }
    }

    private func readPage() async throws -> Bool {
        guard !self.isOver else { return false }
        let page = try await self.store.calls(self.query)
        self.waiting = page.calls
        self.query.cursor = page.next
        self.isOver = page.next == nil
        return !page.calls.isEmpty
    }

    private func write(_ calls: [CallRecord]) async throws -> String {
        if self.format == .csv, self.rows == .calls {
            return calls.map { CallTable.row(CallDocument($0)) }.joined()
        }
        let store = self.store
        let (format, rows) = (self.format, self.rows)
        return try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask {
                    let events = call.lines == 0 ? [] : try await store.events(of: call.id)
                    let transcript = CallTranscript(of: call.id, events: events)
                    let text =
                        rows == .lines
                        ? TranscriptFormat.rows(of: transcript, as: format.lines)
                        : HarmlessJSON.text(WholeCallDocument(call, transcript)) + "\n"
                    return (index, text)
                }
            }
            var pieces = [String](repeating: "", count: calls.count)
            for try await (index, text) in group { pieces[index] = text }
            return pieces.joined()
        }
    }
}
