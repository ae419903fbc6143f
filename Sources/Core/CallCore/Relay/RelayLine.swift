// SPDX-License-Identifier: Apache-2.0

/// The way back to the caller's ear in words: the carrier speaks them. Lives on the call's event loop.
public protocol RelayLine: AnyObject {
    /// Has a text said; it cuts off what is still being said.
    ///
    /// Returns `false` when the bound of what may wait for the carrier is reached; the text was dropped.
    func say(_ text: String, isInterruptible: Bool) -> Bool

    /// From here on the carrier speaks, understands, or both, in another language (BCP 47).
    func useLanguage(speech: String?, recognition: String?)

    /// Ends the session in good order; the telephone call goes on with `next`.
    func end(next: NextStep, because termination: CallTermination)
}
