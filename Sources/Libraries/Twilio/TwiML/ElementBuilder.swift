// SPDX-License-Identifier: Apache-2.0

/// Collects the elements of a nested block; what is no `Element` does not compile.
@resultBuilder
public enum ElementBuilder<Element> {
    /// One element.
    public static func buildExpression(_ element: Element) -> [Element] {
        [element]
    }

    /// Elements made elsewhere.
    public static func buildExpression(_ elements: [Element]) -> [Element] {
        elements
    }

    /// One after the other.
    public static func buildBlock(_ parts: [Element]...) -> [Element] {
        parts.flatMap(\.self)
    }

    /// `if` without `else`.
    public static func buildOptional(_ part: [Element]?) -> [Element] {
        part ?? []
    }

    /// The first branch of a choice.
    public static func buildEither(first part: [Element]) -> [Element] {
        part
    }

    /// The second branch of a choice.
    public static func buildEither(second part: [Element]) -> [Element] {
        part
    }

    /// `if #available`.
    public static func buildLimitedAvailability(_ part: [Element]) -> [Element] {
        part
    }

    /// `for`.
    public static func buildArray(_ parts: [[Element]]) -> [Element] {
        parts.flatMap(\.self)
    }
}
