// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``SSML/Word``: as in a sentence, without ``SSML/Language`` and another word.
public protocol SSMLWordElement: SSMLSentenceElement {}
