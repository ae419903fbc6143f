// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The terminal that standard output is: a picture that is drawn again and again, on its other page (xterm, "alternate
/// screen buffer"), so that what stood there before is there again at the end.
struct TerminalScreen: Sendable {
    /// Takes the terminal.
    func open() { self.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J") }

    /// Gives it back as it was.
    func close() { self.write("\u{1B}[?25h\u{1B}[?1049l") }

    /// Draws the lines from the top, and clears what is left of the picture before.
    func draw(_ lines: [String]) {
        self.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// Columns and rows now; 80 by 24 if the terminal does not say. Asked for every picture, so that one that was resized
    /// is drawn rightly.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
