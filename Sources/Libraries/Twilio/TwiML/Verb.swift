// SPDX-License-Identifier: Apache-2.0

/// An instruction that may stand directly in ``Response``, in any position.
///
/// `Reject` is not one of them: it only makes sense alone, see ``ResponseBuilder``.
public protocol Verb: TwiMLElement {}
