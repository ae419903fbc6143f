// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``SSML/Paragraph``: text and all of ``SSML`` but another paragraph.
public protocol SSMLParagraphElement: SSMLElement {}
