// SPDX-License-Identifier: Apache-2.0

/// What ``Stop`` may end: ``Stream``, ``Siprec`` and ``Transcription``.
public protocol StopNoun: TwiMLElement {}
