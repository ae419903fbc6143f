// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``Transcription`` and ``VirtualAgent``: ``Config`` and ``Parameter``.
public protocol ConfigElement: TwiMLElement {}
