// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``SSML/Sentence``: text and all of ``SSML`` but paragraphs and sentences.
public protocol SSMLSentenceElement: SSMLParagraphElement {}
