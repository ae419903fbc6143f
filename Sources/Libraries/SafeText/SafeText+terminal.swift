// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// Text for a terminal: without escape sequences, control characters and what turns the direction of writing.
    ///
    /// Sequences of ANSI X3.64 and ECMA-48 (colours, cursor, window title, links) go as a whole, in their 7-bit and 8-bit
    /// forms; one that never ends loses only its beginning, so that it cannot hide what follows. The rest is cleaned as
    /// by ``clean(_:limit:options:)``.
    public static func terminal(_ text: String, limit: Limit = .none, lineBreaks: LineBreaks = .collapsed) -> String {
        var options = Options()
        options.lineBreaks = lineBreaks
        return self.clean(self.withoutSequences(text), limit: limit, options: options)
    }

    private static func withoutSequences(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "\u{1B}" || (0x80..<0xA0) ~= $0.value }) else { return text }
        var sequences = EscapeSequences(text)
        return sequences.rest()
    }
}
