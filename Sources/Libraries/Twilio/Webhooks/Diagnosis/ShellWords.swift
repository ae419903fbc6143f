// SPDX-License-Identifier: Apache-2.0

/// The words of a command line, with the quotes of a POSIX shell undone. Nothing is expanded.
enum ShellWords {
    static func split(_ command: String) throws(TwilioError) -> [String] {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var rest = command.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case " ", "\t", "\n", "\r":
                if let ended = word { words.append(String(ended)) }
                word = nil
            case "\\":
                guard let next = rest.popFirst() else { break }
                // A line that goes on; Windows writes CR first.
                if next == "\r" {
                    if rest.first == "\n" { rest.removeFirst() }
                } else if next != "\n" {
                    word = (word ?? .init()) + [next]
                }
            case "'": word = (word ?? .init()) + (try self.singleQuoted(&rest))
            case "\"": word = (word ?? .init()) + (try self.doubleQuoted(&rest))
            case "$" where rest.first == "'":
                rest.removeFirst()
                word = (word ?? .init()) + (try self.ansiQuoted(&rest))
            default: word = (word ?? .init()) + [scalar]
            }
        }
        if let word { words.append(String(word)) }
        return words
    }

    private static let unclosed = TwilioError(.malformedForm, "The command has a quote that is not closed.")

    private static func singleQuoted(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(TwilioError) -> String.UnicodeScalarView {
        guard let end = rest.firstIndex(of: "'") else { throw self.unclosed }
        defer { rest = rest[rest.index(after: end)...] }
        return String.UnicodeScalarView(rest[..<end])
    }

    private static func doubleQuoted(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(TwilioError) -> String.UnicodeScalarView {
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return text }
            if scalar == "\\", let next = rest.first, "\\\"$`\n".unicodeScalars.contains(next) {
                rest.removeFirst()
                if next != "\n" { text.append(next) }
            } else {
                text.append(scalar)
            }
        }
        throw self.unclosed
    }

    /// `$'…'`, in which browsers put bodies with line ends.
    private static func ansiQuoted(
        _ rest: inout Substring.UnicodeScalarView
    ) throws(TwilioError) -> String.UnicodeScalarView {
        var text = String.UnicodeScalarView()
        let simple: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t", "0": "\0"]
        while let scalar = rest.popFirst() {
            guard scalar != "'" else { return text }
            guard scalar == "\\", let next = rest.popFirst() else {
                text.append(scalar)
                continue
            }
            if next == "u" || next == "x" {
                let digits = rest.prefix(next == "u" ? 4 : 2).prefix { $0.properties.isASCIIHexDigit }
                rest = rest.dropFirst(digits.count)
                text.append(UInt32(String(digits), radix: 16).flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}")
            } else {
                text.append(simple[next] ?? next)
            }
        }
        throw self.unclosed
    }
}
