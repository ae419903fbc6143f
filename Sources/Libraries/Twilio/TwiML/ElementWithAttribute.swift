// SPDX-License-Identifier: Apache-2.0

/// An element with further attributes, see ``TwiMLElement/attribute(_:_:)``. It may stand where the element may.
public struct ElementWithAttribute<Base: TwiMLElement>: TwiMLElement {
    let base: Base
    let name: String
    let value: String

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = self.base.node
        node.replace(self.name, with: self.value)
        return node
    }
}

extension TwiMLElement {
    /// The same element with an attribute that this library does not know yet, or with another value for a known one.
    ///
    /// ```swift
    /// Stream(url: "wss://voice.example.com/media").attribute("audioFormat", "l16")
    /// ```
    public func attribute(_ name: StaticString, _ value: String) -> ElementWithAttribute<Self> {
        ElementWithAttribute(base: self, name: name.description, value: value)
    }
}

extension ElementWithAttribute: Verb where Base: Verb {}
extension ElementWithAttribute: GatherElement where Base: GatherElement {}
extension ElementWithAttribute: PromptElement where Base: PromptElement {}
extension ElementWithAttribute: PayElement where Base: PayElement {}
extension ElementWithAttribute: DialNoun where Base: DialNoun {}
extension ElementWithAttribute: ConnectNoun where Base: ConnectNoun {}
extension ElementWithAttribute: StartNoun where Base: StartNoun {}
extension ElementWithAttribute: StopNoun where Base: StopNoun {}
extension ElementWithAttribute: ConfigElement where Base: ConfigElement {}
extension ElementWithAttribute: RelayElement where Base: RelayElement {}
extension ElementWithAttribute: SSMLElement where Base: SSMLElement {}
extension ElementWithAttribute: SSMLParagraphElement where Base: SSMLParagraphElement {}
extension ElementWithAttribute: SSMLSentenceElement where Base: SSMLSentenceElement {}
extension ElementWithAttribute: SSMLWordElement where Base: SSMLWordElement {}
