// SPDX-License-Identifier: Apache-2.0

/// Writes XML 1.0 in UTF-8 that a conforming parser reads back as exactly the text that went in.
///
/// The exception are the characters XML 1.0 cannot carry in any form (most control characters, U+FFFE and U+FFFF): each
/// becomes U+FFFD. Bidirectional controls stay in the text but are written as character references, so that a document
/// shown in a log viewer or terminal cannot be reordered by what a caller said.
/// See <https://www.w3.org/TR/xml/#charsets> and section 2.11 for line ends.
struct XMLWriter {
    private(set) var bytes: [UInt8] = []

    mutating func writeDeclaration() {
        self.write(raw: #"<?xml version="1.0" encoding="UTF-8"?>"#)
        self.bytes.append(0x0A)
    }

    mutating func write(_ node: TwiMLNode) {
        guard let name = node.name else { return self.write(escaped: node.text, inAttribute: false) }
        self.write(raw: "<")
        self.write(raw: name)
        for attribute in node.attributes {
            self.write(raw: " ")
            self.write(raw: attribute.name)
            self.write(raw: "=\"")
            self.write(escaped: attribute.value, inAttribute: true)
            self.write(raw: "\"")
        }
        guard !node.children.isEmpty else { return self.write(raw: "/>") }
        self.write(raw: ">")
        for child in node.children {
            self.write(child)
        }
        self.write(raw: "</")
        self.write(raw: name)
        self.write(raw: ">")
    }

    private mutating func write(raw text: String) {
        self.bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(escaped text: String, inAttribute: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": self.write(raw: "&amp;")
            case "<": self.write(raw: "&lt;")
            case ">": self.write(raw: "&gt;")
            case "\"": self.write(raw: "&quot;")
            case "'": self.write(raw: "&apos;")
            // A parser turns a bare CR into LF, and in attributes every white space into a blank.
            case "\r": self.write(raw: "&#13;")
            case "\n" where inAttribute: self.write(raw: "&#10;")
            case "\t" where inAttribute: self.write(raw: "&#9;")
            default: self.write(scalar)
            }
        }
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        if Self.isBidirectionalControl(scalar) {
            self.write(raw: "&#\(scalar.value);")
        } else {
            // UTF8.encode cannot fail for a scalar.
            self.bytes.append(contentsOf: UTF8.encode(Self.isLegal(scalar) ? scalar : "\u{FFFD}") ?? .init())
        }
    }

    private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    private static func isBidirectionalControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
