// SPDX-License-Identifier: Apache-2.0

/// Collects the verbs of a ``Response``: any number of ``Verb``s, or one ``Reject`` alone.
///
/// `Reject` refuses the call without answering it, which Twilio does only when it is the first verb; nothing after it
/// is ever reached. So any other use of it does not compile.
@resultBuilder
public enum ResponseBuilder {
    /// One verb.
    public static func buildExpression(_ verb: any Verb) -> [any Verb] {
        [verb]
    }

    /// Verbs made elsewhere.
    public static func buildExpression(_ verbs: [any Verb]) -> [any Verb] {
        verbs
    }

    /// The refusal.
    public static func buildExpression(_ reject: Reject) -> Reject {
        reject
    }

    /// Verbs, one after the other.
    public static func buildBlock(_ parts: [any Verb]...) -> [any Verb] {
        parts.flatMap(\.self)
    }

    /// The refusal alone.
    public static func buildBlock(_ reject: Reject) -> Reject {
        reject
    }

    /// `if` without `else`.
    public static func buildOptional(_ part: [any Verb]?) -> [any Verb] {
        part ?? []
    }

    /// The first branch of a choice.
    public static func buildEither(first part: [any Verb]) -> [any Verb] {
        part
    }

    /// The second branch of a choice.
    public static func buildEither(second part: [any Verb]) -> [any Verb] {
        part
    }

    /// `if #available`.
    public static func buildLimitedAvailability(_ part: [any Verb]) -> [any Verb] {
        part
    }

    /// `for`.
    public static func buildArray(_ parts: [[any Verb]]) -> [any Verb] {
        parts.flatMap(\.self)
    }

    /// A response of verbs.
    public static func buildFinalResult(_ verbs: [any Verb]) -> Response.Content {
        Response.Content(elements: verbs)
    }

    /// A response that refuses the call.
    public static func buildFinalResult(_ reject: Reject) -> Response.Content {
        Response.Content(elements: [reject])
    }
}
