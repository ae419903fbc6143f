// SPDX-License-Identifier: Apache-2.0

/// Takes exactly one element: none, two, or perhaps one does not compile.
@resultBuilder
public enum SingleElementBuilder<Element> {
    /// The element.
    public static func buildExpression(_ element: Element) -> Element {
        element
    }

    /// The block that holds it.
    public static func buildBlock(_ element: Element) -> Element {
        element
    }

    /// The first branch of a choice.
    public static func buildEither(first element: Element) -> Element {
        element
    }

    /// The second branch of a choice.
    public static func buildEither(second element: Element) -> Element {
        element
    }
}
