// SPDX-License-Identifier: Apache-2.0

extension ElementBuilder where Element == any SSMLElement {
    /// Plain text.
    public static func buildExpression(_ text: String) -> [Element] {
        [SSMLText(text)]
    }
}

extension ElementBuilder where Element == any SSMLParagraphElement {
    /// Plain text.
    public static func buildExpression(_ text: String) -> [Element] {
        [SSMLText(text)]
    }
}

extension ElementBuilder where Element == any SSMLSentenceElement {
    /// Plain text.
    public static func buildExpression(_ text: String) -> [Element] {
        [SSMLText(text)]
    }
}

extension ElementBuilder where Element == any SSMLWordElement {
    /// Plain text.
    public static func buildExpression(_ text: String) -> [Element] {
        [SSMLText(text)]
    }
}
