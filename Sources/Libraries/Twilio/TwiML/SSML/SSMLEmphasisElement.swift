// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``SSML/Emphasis``: as in a sentence, without ``SSML/Prosody``.
public protocol SSMLEmphasisElement: SSMLSentenceElement {}
