// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatewayHTTP

/// The examples are those of the WHATWG HTML standard, section "Server-sent events".
struct ServerSentEventParserTests {
    private func parse(_ text: String) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return try parser.take(text.utf8)
    }

    @Test func joinsLinesOfData() throws {
        #expect(try self.parse("data: YHOO\ndata: +2\ndata: 10\n\n") == [ServerSentEvent(id: "", data: "YHOO\n+2\n10")])
    }

    @Test func readsTheStandardsStreamOfFourBlocks() throws {
        let text = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"
        let events = try self.parse(text)
        #expect(events.map(\.data) == ["first event", "second event", " third event"])
        #expect(events.map(\.id) == ["1", "", ""])
    }

    @Test func anEventWithoutDataIsNoneAndOneThatIsNotWholeNeither() throws {
        // By the standard the first block has empty data: nothing of ours is sent like that.
        #expect(try self.parse("data\n\nevent: x\n\ndata: half\n").isEmpty)
        #expect(try self.parse("data\ndata\n\n").map(\.data) == ["\n"])
    }

    @Test func aSpaceAfterTheColonIsNoneOfTheValue() throws {
        #expect(try self.parse("data:test\n\ndata: test\n\n").map(\.data) == ["test", "test"])
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func takesEveryEndOfLine(_ end: String) throws {
        let text = ["id: 7", "event: turn", "data: a", "data: b", "", "data: c", "", ""].joined(separator: end)
        #expect(
            try self.parse(text) == [
                ServerSentEvent(id: "7", name: "turn", data: "a\nb"), ServerSentEvent(id: "7", data: "c"),
            ]
        )
    }

    @Test func passesOverOneByteOrderMark() throws {
        #expect(try self.parse("\u{FEFF}data: a\n\n").map(\.data) == ["a"])
        #expect(try self.parse("\u{FEFF}\u{FEFF}data: a\n\n").isEmpty, "the second one belongs to a field nobody knows")
        var parser = ServerSentEventParser()
        let broken: [UInt8] = [0xEF, 0xBB] + Array("\ndata: a\n\n".utf8)
        #expect(try parser.take(broken).map(\.data) == ["a"])
    }

    @Test func readsHowLongToWaitAndTheLastPlace() throws {
        var parser = ServerSentEventParser()
        _ = try parser.take("retry: 2500\nid: p-9\n\nretry: soon\nretry: -1\nid: x\u{0}y\n\n".utf8)
        #expect(parser.retry == .milliseconds(2_500) && parser.lastID == "p-9")
    }

    @Test func readsTheSameHoweverItIsCut() throws {
        let text =
            "\u{FEFF}: hé\r\nid: ü-1\r\nevent: spoken\r\ndata: {\"text\":\"Grüße 👩‍🚒 東京\"}\r\n\r\ndata: b\r\rdata: c\n\n"
        let whole = try self.parse(text)
        #expect(whole.count == 3 && whole[0].data.contains("👩‍🚒 東京"))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var parser = ServerSentEventParser()
            var rest = Array(text.utf8)[...]
            var events: [ServerSentEvent] = []
            while !rest.isEmpty {
                let count = Int.random(in: 1...min(7, rest.count), using: &generator)
                events += try parser.take(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect(events == whole)
        }
    }

    @Test func survivesGarbage() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var parser = ServerSentEventParser()
            let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try parser.take(bytes + Array("\n\n".utf8))
            #expect(try parser.take("data: a\n\n".utf8).map(\.data) == ["a"])
        }
    }

    @Test func isBounded() {
        var parser = ServerSentEventParser(limit: 100)
        #expect(throws: ServerSentEventParser.TooLong(limit: 100)) {
            try parser.take("data: \(String(repeating: "a", count: 200))".utf8)
        }
        parser = ServerSentEventParser(limit: 100)
        let lines = String(repeating: "data: aaaaaaaaaa\n", count: 50)
        #expect(throws: ServerSentEventParser.TooLong.self) { try parser.take(lines.utf8) }
    }

    @Test func readsWhatIsWritten() throws {
        let events = [
            ServerSentEvent(id: "p-1", name: "turn", data: "{}"),
            ServerSentEvent(id: "p-2", name: "x", data: "a\nb\r\n\nc"),
        ]
        let text = ServerSentEvent.beginning(retry: .seconds(2), id: "p-0") + ServerSentEvent.heartbeat
        let read = try self.parse(text + events.map(\.text).joined())
        #expect(read.map(\.data) == ["{}", "a\nb\n\nc"] && read.map(\.id) == ["p-1", "p-2"])
    }
}
