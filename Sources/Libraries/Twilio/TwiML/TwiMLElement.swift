// SPDX-License-Identifier: Apache-2.0

/// Something that can stand in a TwiML document.
///
/// Where it may stand is said by the narrower protocols: ``Verb`` (in ``Response``), ``GatherElement``, ``DialNoun``,
/// ``ConnectNoun``, ``StartNoun``, ``StopNoun``, ``PayElement``, ``PromptElement``, ``ConfigElement``, ``RelayElement``
/// and those of ``SSML``. A verb this library does not know is added by conforming a type of your own to one of them.
public protocol TwiMLElement: Sendable {
    /// The XML element to write.
    var node: TwiMLNode { get }
}
