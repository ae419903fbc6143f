// SPDX-License-Identifier: Apache-2.0

/// What ``Connect`` may connect the call to: ``Stream``.
public protocol ConnectNoun: TwiMLElement {}
