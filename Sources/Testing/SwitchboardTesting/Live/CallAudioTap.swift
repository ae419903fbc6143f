// SPDX-License-Identifier: Apache-2.0

/// Somebody who listens in on a call: a recording, a background stream.
///
/// Added with ``LiveCall/addTap(_:)``. From then on frames come one after the other at the pace of what the call does
/// (real time when its `verbPace` and `pace` are 1), whatever verb runs, until it is removed or the call is over.
protocol CallAudioTap: Sendable {
    /// The next 20 ms. Called in order, from any thread; must not block.
    func hear(_ frame: CallAudioFrame)
    /// The call is over; nothing comes any more.
    func callEnded()
}
