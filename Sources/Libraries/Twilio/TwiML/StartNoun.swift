// SPDX-License-Identifier: Apache-2.0

/// What ``Start`` may begin: ``Stream``, ``Siprec``, ``Transcription`` and ``Recording``.
public protocol StartNoun: TwiMLElement {}
