// SPDX-License-Identifier: Apache-2.0

/// Styles of text on a terminal (ECMA-48, SGR).
enum TextStyle: String, Sendable {
    case plain = "0"
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case cyan = "36"
}
