// SPDX-License-Identifier: Apache-2.0

/// Whom ``Dial`` may call: ``Number``.
public protocol DialNoun: TwiMLElement {}
