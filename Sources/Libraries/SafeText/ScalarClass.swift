// SPDX-License-Identifier: Apache-2.0

/// What a scalar means for safety.
///
/// Decided by Unicode's properties, so that characters that are added later fall into the right class.
enum ScalarClass {
    /// Can be seen, or is a blank.
    case visible
    /// A mark that goes with the character before it.
    case mark
    /// Ends a line.
    case lineBreak
    /// A tab.
    case tab
    /// U+200C or U+200D: meaningful between some letters and emoji.
    case joiner
    /// U+FE0E or U+FE0F: meaningful after an emoji.
    case presentation
    /// U+E0020…U+E007F: meaningful after a black flag.
    case tag
    /// Cannot be seen, or changes how other text is seen.
    case hidden
    /// Private use.
    case privateUse
    /// Not assigned yet.
    case unassigned

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x20..<0x7F: self = .visible
        case 0x09: self = .tab
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: self = .lineBreak
        case 0x200C, 0x200D: self = .joiner
        case 0xFE0E, 0xFE0F: self = .presentation
        case 0xE_0020...0xE_007F: self = .tag
        // Prepended concatenation marks: format characters that are drawn around the digits after them.
        case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x1_10BD, 0x1_10CD: self = .visible
        default: self.init(properties: scalar.properties, value)
        }
    }

    private init(properties: Unicode.Scalar.Properties, _ value: UInt32) {
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint {
            self = .hidden
            return
        }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: self = .hidden
        case .privateUse: self = .privateUse
        case .unassigned: self = .unassigned
        case .nonspacingMark, .enclosingMark, .spacingMark: self = .mark
        default: self = .visible
        }
    }
}
