// SPDX-License-Identifier: Apache-2.0

/// What may stand in ``Gather``: ``Say``, ``Play`` and ``Pause``.
public protocol GatherElement: TwiMLElement {}
