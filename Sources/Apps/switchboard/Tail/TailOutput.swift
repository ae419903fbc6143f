// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GatewayHTTP

/// What `tail` has seen, and where it shows it.
actor TailOutput {
    /// How it is shown.
    enum Form: Sendable {
        /// A picture of all calls, drawn again when something has changed and every second.
        case picture(TerminalScreen)
        /// A line for each event.
        case lines
        /// A JSON object for each event.
        case json
    }

    private let form: Form
    private let console: Console
    private let server: String
    private var board = LiveCallBoard()
    private var link = BoardPicture.Link.lost("connecting")

    init(_ form: Form, console: Console, server: String) {
        self.form = form
        self.console = console
        self.server = server
    }

    /// The server answered and has listed the calls that go on.
    func connected(_ listed: [ListedCall]) {
        if case .lost(let reason) = self.link, reason != "connecting" { self.say("connected again") }
        self.link = .live
        self.board.take(listed, at: Date())
    }

    /// The connection is gone; it is tried again after `wait`.
    func lost(_ reason: String, wait: Duration) {
        let tenths = Int((wait / .milliseconds(100)).rounded())
        self.link = .lost(reason)
        self.say("not connected: \(reason); again in \(tenths / 10).\(tenths % 10) s")
    }

    /// An event came.
    func take(_ event: ServerSentEvent) {
        let decoder = JSONDecoder()
        let data = Data(event.data.utf8)
        if event.name == "gap" {
            let gap = try? decoder.decode(TailGap.self, from: data)
            self.board.noteGap(gap?.missed)
            self.say("events were not seen: \(gap?.reason ?? "unknown")")
            if case .json = self.form { self.console.print(#"{"gap":\#(event.data)}"#) }
            return
        }
        // A server of a later version may know kinds that are not known here; they are shown as they are.
        guard let document = try? decoder.decode(CallEventDocument.self, from: data) else { return }
        self.board.take(document, at: Date())
        switch self.form {
        case .picture: break
        // The server has escaped it; it is one line.
        case .json: self.console.print(event.data)
        case .lines:
            let call = self.board.calls.first { $0.id == document.call } ?? WatchedCall(document.call, since: Date())
            self.console.print(EventLine.text(document, call))
        }
    }

    /// Draws the picture of this moment, where there is one.
    func draw() {
        self.board.tidy(at: Date())
        guard case .picture(let screen) = self.form else { return }
        let size = screen.size
        let picture = BoardPicture(console: self.console, columns: size.columns, rows: size.rows)
        screen.draw(picture.lines(self.board, self.link, server: self.server, at: Date()))
    }

    /// On standard error, where it disturbs no picture and no program that reads.
    private func say(_ text: String) {
        if case .picture = self.form { return }
        self.console.complain(text)
    }
}
