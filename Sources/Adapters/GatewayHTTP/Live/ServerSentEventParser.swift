// SPDX-License-Identifier: Apache-2.0

/// Reads a stream of server-sent events (WHATWG HTML, section "Server-sent events") from its bytes, however they are cut:
/// a pure value of bounded size.
///
/// ```swift
/// var parser = ServerSentEventParser()
/// for try await bytes in body { for event in try parser.take(bytes.readableBytesView) { show(event) } }
/// ```
/// What is left when the stream ends was no whole event and counts for nothing.
package struct ServerSentEventParser: Sendable {
    /// A line or an event is longer than the bound: the stream is none that can be read.
    package struct TooLong: Error, Hashable, CustomStringConvertible {
        package let limit: Int
        package var description: String { "An event of the stream is longer than \(self.limit) bytes." }
    }

    /// How long the server wants readers to wait before they connect again; `nil` if it has not said.
    package private(set) var retry: Duration?
    /// The last place that was named, to be sent back as `Last-Event-ID`.
    package private(set) var lastID = ""
    private let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var name = ""
    private var afterCR = false
    /// Bytes of a byte order mark that the stream began with, while it still may be one.
    private var beginning: Int? = 0

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// A reader at the beginning of a stream, which takes no line and no event of more than `limit` bytes.
    package init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes; returns the events that are whole now, in order.
    package mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes { try self.takeFirst(byte, &events) }
        return events
    }

    /// One byte order mark at the beginning is none of the text.
    private mutating func takeFirst(_ byte: UInt8, _ events: inout [ServerSentEvent]) throws(TooLong) {
        guard let matched = self.beginning else { return try self.take(byte, &events) }
        if byte == Self.byteOrderMark[matched] {
            self.beginning = matched + 1 == Self.byteOrderMark.count ? nil : matched + 1
            return
        }
        self.beginning = nil
        for byte in Self.byteOrderMark.prefix(matched) { try self.take(byte, &events) }
        try self.take(byte, &events)
    }

    private mutating func take(_ byte: UInt8, _ events: inout [ServerSentEvent]) throws(TooLong) {
        defer { self.afterCR = byte == UInt8(ascii: "\r") }
        switch byte {
        case UInt8(ascii: "\n") where self.afterCR: return
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            if let event = try self.endOfLine() { events.append(event) }
        default:
            guard self.line.count < self.limit else { throw TooLong(limit: self.limit) }
            self.line.append(byte)
        }
    }

    private mutating func endOfLine() throws(TooLong) -> ServerSentEvent? {
        defer { self.line.removeAll(keepingCapacity: true) }
        guard !self.line.isEmpty else { return self.dispatch() }
        let colon = self.line.firstIndex(of: UInt8(ascii: ":")) ?? self.line.endIndex
        var value = self.line[min(colon + 1, self.line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        try self.take(field: String(decoding: self.line[..<colon], as: UTF8.self), value)
        return nil
    }

    private mutating func take(field: String, _ value: ArraySlice<UInt8>) throws(TooLong) {
        switch field {
        case "data":
            guard self.data.count + value.count < self.limit else { throw TooLong(limit: self.limit) }
            if self.hasData { self.data.append(UInt8(ascii: "\n")) }
            self.data += value
            self.hasData = true
        case "event": self.name = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0): self.lastID = String(decoding: value, as: UTF8.self)
        case "retry" where !value.isEmpty && value.allSatisfy({ (0x30...0x39).contains($0) }):
            if let time = Int64(String(decoding: value, as: UTF8.self)) { self.retry = .milliseconds(time) }
        default: break
        }
    }

    /// An event without data is none.
    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            self.data.removeAll(keepingCapacity: true)
            self.hasData = false
            self.name = ""
        }
        guard self.hasData, !self.data.isEmpty else { return nil }
        let name = self.name.isEmpty ? "message" : self.name
        return ServerSentEvent(id: self.lastID, name: name, data: String(decoding: self.data, as: UTF8.self))
    }
}
