// SPDX-License-Identifier: Apache-2.0

/// Plain text between the instructions of ``SSML``.
public struct SSMLText: SSMLWordElement {
    /// The text; white space counts.
    public var text: String

    /// Creates the text; inside a block a string literal or a string does the same.
    public init(_ text: String) {
        self.text = text
    }

    /// The text to write.
    public var node: TwiMLNode {
        .text(self.text)
    }
}
