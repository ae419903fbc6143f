// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the commands print. Standard output carries what was asked for, standard error what went wrong.
struct Console: Sendable {
    /// Whether output may be coloured: a terminal, and nobody has said NO_COLOR (no-color.org).
    let isColoured: Bool

    init(isColoured: Bool = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil) {
        self.isColoured = isColoured
    }

    /// Prints a line; it is out when this returns.
    func print(_ line: String = "") {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Prints a line about something that went wrong.
    func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Waits for the answer to a question; only y and yes are one.
    func readsYes() -> Bool {
        ["y", "yes"].contains((readLine() ?? "").lowercased())
    }

    /// The text in a style, if there is colour.
    func styled(_ text: String, _ style: TextStyle) -> String {
        self.isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
