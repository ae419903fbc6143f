// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``Say``, ``SSML/Language`` and ``SSML/Prosody``: text and all of ``SSML``.
public protocol SSMLElement: TwiMLElement {}
