// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// Whether a character ends a line somewhere: LF, vertical tab, form feed, CR, NEL, U+2028, U+2029.
    public static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        ScalarClass(scalar) == .lineBreak
    }

    /// Whether a character cannot be seen, changes how other text is seen, or is none; what escapers remove or escape.
    ///
    /// Tabs and line breaks are not among them, nor are the joiners and selectors that ``clean(_:limit:options:)``
    /// keeps where they carry meaning: by themselves they are hidden.
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch ScalarClass(scalar) {
        case .hidden, .tag, .joiner, .presentation: true
        default: false
        }
    }

    /// Whether a character may do harm when it is shown unescaped anywhere: as ``isHidden(_:)`` without the joiners and
    /// selectors, which only shape what is beside them.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch ScalarClass(scalar) {
        case .hidden, .tag: true
        default: false
        }
    }
}
