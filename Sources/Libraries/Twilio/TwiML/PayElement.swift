// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``Pay``: ``Prompt`` and ``Parameter``.
public protocol PayElement: TwiMLElement {}
