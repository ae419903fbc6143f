// SPDX-License-Identifier: Apache-2.0

import SafeText

/// Makes a text from the other side fit for a log: short, one line, without the key, without numbers of people, and
/// without anything that was in the request, because an answer may repeat what a caller said.
struct AnswerText {
    /// What must never appear.
    var secret: String
    /// What was sent.
    var request: [UInt8]
    /// The longest text that is kept, in bytes.
    var limit = 200

    /// A text that may hold anything.
    func safe(_ text: String) -> String {
        Self.withoutNumbers(self.withoutSecret(self.withoutEcho(self.shortened(text))))
    }

    /// A text of PostgreSQL or PostgREST. Those about privileges, names and rules name what is in the schema, which an
    /// operator needs; the others quote values.
    func safe(_ message: String, code: String?) -> String {
        let named = ["23", "42", "PG", "57", "53", "08", "3F"]
        guard let code, named.contains(String(code.prefix(2))), code != "PGRST102" else {
            return self.safe(String(message.prefix { $0 != "\"" && $0 != "\n" }))
        }
        return Self.withoutNumbers(self.withoutSecret(self.shortened(message)))
    }

    /// One line of at most so many bytes, cut at a character.
    private func shortened(_ text: String) -> String {
        var line = SafeText.logLine(String(text.prefix(self.limit)))
        while line.utf8.count > self.limit { line.removeLast() }
        return line
    }

    private func withoutSecret(_ text: String) -> String {
        guard !self.secret.isEmpty else { return text }
        // Also a part of it, if the text was cut in its middle.
        let head = String(self.secret.prefix(16))
        guard let start = text.firstRange(of: head) else { return text }
        let rest = text[start.upperBound...].drop { !$0.isWhitespace && !"\"'<>,;".contains($0) }
        return self.withoutSecret(text[..<start.lowerBound] + "…" + rest)
    }

    /// Digits of five and more in a row, whatever stands between them in a telephone number, become one `#`.
    static func withoutNumbers(_ text: String) -> String {
        text.replacing(/\+?[0-9](?:[ .()\/-]{0,3}[0-9]){4,}/) { _ in "#" }
    }

    /// Every run of eight bytes and more that the request has too becomes `…`.
    private func withoutEcho(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let width = 8
        guard bytes.count >= width, self.request.count >= width else { return text }
        var windows: [UInt64: [Int]] = [:]
        for (start, window) in Self.windows(of: bytes) { windows[window, default: []].append(start) }
        var isEcho = [Bool](repeating: false, count: bytes.count)
        for (_, window) in Self.windows(of: self.request) {
            for start in windows[window] ?? [] {
                for index in start..<(start + width) { isEcho[index] = true }
            }
        }
        guard isEcho.contains(true) else { return text }
        var kept: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if !isEcho[index] {
                kept.append(byte)
            } else if index == 0 || !isEcho[index - 1] {
                kept += Array("…".utf8)
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Each eight bytes in a row as a number, with where they begin.
    private static func windows(of bytes: [UInt8]) -> [(start: Int, window: UInt64)] {
        var result: [(Int, UInt64)] = []
        result.reserveCapacity(bytes.count)
        var window: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            window = window << 8 | UInt64(byte)
            if index >= 7 { result.append((index - 7, window)) }
        }
        return result
    }
}
