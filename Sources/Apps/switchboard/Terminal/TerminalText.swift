// SPDX-License-Identifier: Apache-2.0

/// Text from outside, fit for a terminal.
enum TerminalText {
    /// Removes what could move the cursor, change colours or turn the direction of writing.
    static func harmless(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !self.isHarmful($0) }))
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: false
        }
    }
}
