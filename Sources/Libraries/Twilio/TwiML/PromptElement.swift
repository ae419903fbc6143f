// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``Prompt``: ``Say``, ``Play`` and ``Pause``.
public protocol PromptElement: TwiMLElement {}
