// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``SSML/Sentence`` and ``SSML/Emphasis``: text and all of ``SSML`` but paragraphs and sentences.
public protocol SSMLSentenceElement: SSMLParagraphElement {}
