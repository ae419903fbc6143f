// SPDX-License-Identifier: Apache-2.0

/// A text being spoken; lives on the event loop it was begun on.
public protocol SpeakTask: AnyObject {
    /// Nobody listens any more: nothing is delivered from now on, and Deepgram is told, or cut off, at once. Does nothing
    /// after the end.
    func cancel()

    /// Lets no more audio come until ``resume()``: TCP then slows Deepgram down. What was read already is still delivered
    /// once.
    func pause()

    /// Goes on.
    func resume()
}
