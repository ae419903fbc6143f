// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SafeText
import Testing

@testable import switchboard

struct LiveCallBoardTests {
    private static let start = Date(timeIntervalSince1970: 1_000)

    private var board = LiveCallBoard()
    private var now = Self.start
    private var sequence = 0

    private mutating func happens(_ kind: CallEvent.Kind, in call: String = "CA1") {
        self.sequence += 1
        let id = EventID(rawValue: "\(self.sequence)")
        let event = CallEvent(id: id, call: CallID(call), time: self.now, kind: kind)
        self.board.take(
            CallEventDocument(StoredCallEvent(event: event, sequence: self.sequence, line: nil)),
            at: self.now
        )
    }

    private mutating func begins(_ call: String = "CA1") {
        let info = CallInfo(
            id: CallID(call),
            account: "AC1",
            direction: .inbound,
            from: "+15005550006",
            to: "+15005550001",
            receivedAt: self.now
        )
        self.happens(.received(info), in: call)
    }

    private mutating func says(_ speaker: Speaker, _ text: String) {
        self.happens(.spoken(SpokenLine(speaker: speaker, text: text, start: .zero, end: .zero, source: "t")))
    }

    private mutating func streams(resumed: Bool = false) {
        self.happens(.streamStarted(stream: "MZ1", resumed: resumed, recogniser: "r", synthesiser: "s"))
    }

    private var state: WatchedCall.State? { self.board.calls.first?.state }

    @Test mutating func followsACallFromRingingToItsEnd() {
        self.begins()
        #expect(self.state == .ringing)
        self.streams()
        #expect(self.state == .greeting)
        self.says(.agent, "Good day.")
        #expect(self.state == .listening)
        self.says(.caller, "When are you open?")
        #expect(self.state == .thinking)
        let turn = TurnSummary(
            number: 1,
            outcome: .answered,
            source: "faq",
            recognition: .milliseconds(300),
            response: .milliseconds(20),
            synthesis: .milliseconds(100)
        )
        self.happens(.turn(turn))
        #expect(self.state == .speaking)
        #expect(self.board.calls[0].latency.map { Int(($0 * 1_000).rounded()) } == 420)
        self.happens(.nextDecided(.hangUp))
        self.happens(.streamEnded(.callerHungUp))
        #expect(self.state == .ended("caller hung up"))
        self.happens(.status(.completed, duration: 9, sequence: 2))
        #expect(self.state == .ended("caller hung up"), "the first reason says most")
        #expect(self.board.active == 0 && self.board.calls.count == 1)
    }

    @Test mutating func aTransferOutlivesTheStream() {
        self.begins()
        self.streams()
        self.happens(.nextDecided(.transfer(to: "+15005550009")))
        self.happens(.streamEnded(.transferred))
        #expect(self.state == .transferring)
        self.happens(.transferEnded(status: "completed"))
        #expect(self.state == .ended("transfer completed"))
    }

    @Test mutating func aCallThatMovesOnIsNotOver() {
        self.begins()
        self.streams()
        self.happens(.nextDecided(.resume))
        self.happens(.streamEnded(.drained))
        #expect(self.state == .resuming)
        self.streams(resumed: true)
        #expect(self.state == .listening)
    }

    @Test mutating func callsThatAreOverSayGoodbyeAndGo() {
        self.begins()
        self.happens(.status(.noAnswer, duration: nil, sequence: nil))
        self.now += 9
        self.board.tidy(at: self.now)
        #expect(self.board.calls.count == 1)
        self.now += 2
        self.board.tidy(at: self.now)
        #expect(self.board.calls.isEmpty)
    }

    @Test mutating func isFilledFromTheListAndKnowsWhatIsNotThereAnyMore() {
        self.begins("CA1")
        let listed = ListedCall(
            sid: "CA2",
            direction: "outbound",
            from: "+15005550001",
            to: "+15005550009",
            status: "in-progress",
            streams: 1,
            next: nil,
            receivedAt: "1970-01-01T00:16:00.000Z"
        )
        self.board.take([listed], at: self.now)
        #expect(self.board.calls.map(\.id) == ["CA2", "CA1"])
        #expect(self.board.calls[0].state == .listening && self.board.calls[0].party == "+15005550009")
        #expect(self.board.calls[1].state == .ended("unseen"))
    }

    @Test mutating func isBounded() {
        self.board = LiveCallBoard(limit: 3)
        for number in 1...5 { self.begins("CA\(number)") }
        #expect(self.board.calls.count == 3 && self.board.hidden == 2)
        self.board.noteGap(7)
        self.board.noteGap(nil)
        #expect(self.board.missed == 8)
    }

    // MARK: The picture

    private func picture(_ columns: Int, _ rows: Int = 24) -> [String] {
        BoardPicture(console: Console(isColoured: false), columns: columns, rows: rows)
            .lines(self.board, .live, server: "http://127.0.0.1:8080", at: self.now)
    }

    @Test mutating func drawsWhoAndWhatAndNoWholeNumber() {
        self.begins()
        self.streams()
        self.says(.caller, "hello \u{1B}[2J\u{7}\u{202E}there\r\n東京")
        self.now += 75
        let lines = self.picture(120)
        #expect(lines[0].hasPrefix("1 call at http://127.0.0.1:8080"))
        #expect(lines[2].contains("***0006") && lines[2].contains("thinking") && lines[2].contains("1:15"))
        #expect(lines[2].contains("caller: hello there 東京"))
        #expect(!lines.joined().contains("+15005550006"))
        #expect(lines.allSatisfy { line in line.unicodeScalars.allSatisfy { !SafeText.isHidden($0) } })
    }

    @Test(arguments: [20, 21, 40, 79, 80, 200])
    mutating func noLineIsWiderThanTheTerminalAndNoneTooMany(_ columns: Int) {
        for number in 1...30 { self.begins("CA\(number)") }
        self.says(.caller, String(repeating: "東京 tower ", count: 50))
        let lines = self.picture(columns, 10)
        #expect(lines.count == 10)
        #expect(lines.allSatisfy { TextWidth.of($0) == columns })
        #expect(lines[2].contains("… and 23 more"))
    }

    @Test mutating func writesALineForAPipe() throws {
        self.begins()
        self.says(.caller, "two\nlines\u{1B}]0;x\u{7}")
        let event = CallEvent(
            id: EventID(rawValue: "9"),
            call: CallID("CA1"),
            time: self.now,
            kind: .spoken(
                SpokenLine(speaker: .caller, text: "two\nlines\u{1B}]0;x\u{7}", start: .zero, end: .zero, source: "t")
            )
        )
        let document = CallEventDocument(StoredCallEvent(event: event, sequence: 9, line: 1))
        let text = EventLine.text(document, try #require(self.board.calls.first))
        #expect(text == "1970-01-01T00:16:40.000Z  CA1  spoken  ***0006  caller: two lines")
    }
}
