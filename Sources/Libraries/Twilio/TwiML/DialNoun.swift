// SPDX-License-Identifier: Apache-2.0

/// Whom ``Dial`` may call: ``Number``, ``Client``, ``Sip``, ``Queue``, ``Conference``, ``WhatsApp``, ``Sim`` and
/// ``TwiMLApplication``.
public protocol DialNoun: TwiMLElement {}
