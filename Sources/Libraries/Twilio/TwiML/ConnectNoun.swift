// SPDX-License-Identifier: Apache-2.0

/// What ``Connect`` may connect the call to: ``Stream``, ``ConversationRelay``, ``VirtualAgent``, ``Conversation``,
/// ``Room``, ``AiSession`` and ``ConversationRelaySession``.
public protocol ConnectNoun: TwiMLElement {}
