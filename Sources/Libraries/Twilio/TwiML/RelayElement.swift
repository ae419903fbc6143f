// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``ConversationRelay``: ``RelayLanguage`` and ``Parameter``.
public protocol RelayElement: TwiMLElement {}
