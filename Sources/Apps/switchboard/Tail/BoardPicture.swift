// SPDX-License-Identifier: Apache-2.0

import SafeText
import Twilio

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A board as the lines of a terminal: no line is wider and there are no more lines than it has. Whatever a caller said, no
/// control character gets through.
struct BoardPicture: Sendable {
    /// How the connection is, in the first line.
    enum Link: Sendable, Hashable {
        case live
        case lost(String)
    }

    private static let widths = (call: 10, party: 16, state: 24, time: 7, latency: 7)

    let console: Console
    let columns: Int
    let rows: Int

    init(console: Console, columns: Int, rows: Int) {
        self.console = console
        self.columns = max(20, columns)
        self.rows = max(3, rows)
    }

    /// The lines of this moment.
    func lines(_ board: LiveCallBoard, _ link: Link, server: String, at now: Date) -> [String] {
        let calls = board.calls
        let room = self.rows - 2
        let isTooMany = calls.count > room
        let shown = isTooMany ? calls.suffix(max(0, room - 1)) : calls[...]
        var lines = [self.title(board, link, server), self.console.styled(self.fit(Self.heading), .bold)]
        if isTooMany { lines.append(self.console.styled(self.fit("… and \(calls.count - shown.count) more"), .dim)) }
        lines += shown.map { self.line($0, at: now) }
        return lines
    }

    private func title(_ board: LiveCallBoard, _ link: Link, _ server: String) -> String {
        var text = "\(board.active) \(board.active == 1 ? "call" : "calls") at \(SafeText.terminal(server))"
        if board.missed > 0 { text += ", \(board.missed) events not seen" }
        if board.hidden > 0 { text += ", \(board.hidden) calls not shown" }
        guard case .lost(let reason) = link else { return self.fit(text) }
        return self.console.styled(self.fit("not connected: \(SafeText.terminal(reason)); \(text)"), .red)
    }

    private static var heading: String {
        self.row("CALL", "WHO", "STATE", "TIME", "ANSWER") + "LAST WORDS"
    }

    private static func row(
        _ call: String,
        _ party: String,
        _ state: String,
        _ time: String,
        _ latency: String
    ) -> String {
        let cells = [
            (call, self.widths.call), (party, self.widths.party), (state, self.widths.state), (time, self.widths.time),
            (latency, self.widths.latency),
        ]
        return cells.map { TextWidth.fit($0, $1) + "  " }.joined()
    }

    private func line(_ call: WatchedCall, at now: Date) -> String {
        let words = call.words.map { ($0.isCaller ? "caller: " : "agent: ") + SafeText.terminal($0.text) } ?? ""
        let text = Self.row(
            "…" + SafeText.terminal(String(call.id.suffix(8))),
            Self.party(call),
            SafeText.terminal(call.state.text),
            Self.time(call, at: now),
            call.latency.map { "\(Int(($0 * 1_000).rounded())) ms" } ?? ""
        )
        return self.console.styled(self.fit(text + words), Self.style(call.state))
    }

    /// As `calls list` shows it.
    static func party(_ call: WatchedCall) -> String {
        guard !call.party.isEmpty else { return "?" }
        return (call.isOutbound ? "to " : "") + SafeText.terminal(PhoneAddress(call.party).masked)
    }

    static func time(_ call: WatchedCall, at now: Date) -> String {
        let seconds = max(0, Int((call.endedAt ?? now).timeIntervalSince(call.since)))
        let (minutes, rest) = (seconds / 60, seconds % 60)
        return "\(minutes):\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func style(_ state: WatchedCall.State) -> TextStyle {
        switch state {
        case .ended: .dim
        case .speaking, .greeting: .green
        case .thinking: .yellow
        case .listening: .cyan
        default: .plain
        }
    }

    private func fit(_ text: String) -> String { TextWidth.fit(text, self.columns) }
}
