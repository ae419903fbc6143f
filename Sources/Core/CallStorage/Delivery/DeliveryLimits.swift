// SPDX-License-Identifier: Apache-2.0

package import Resilience

/// The bounds of delivering, all of them settings.
package struct DeliveryLimits: Sendable, Hashable {
    /// Events in one batch.
    package var batch = 500
    /// Bytes in one batch, about.
    package var bytes = 1 << 20
    /// Events in the first batch, and in the first after a failure; doubled by every success up to ``batch``.
    package var firstBatch = 50
    /// Batches to deliver after one was too large, before larger ones are tried again.
    package var successesToGrow = 20
    /// How long a batch may form when the journal has little.
    package var gathering = Duration.milliseconds(100)
    /// How long after the last look the journal is looked at though nobody said that there is anything.
    package var poll = Duration.seconds(5)
    /// The waits after failures.
    package var backoff = Backoff(first: .milliseconds(500), cap: .seconds(30), jitter: .full)
    /// A store that gives no sign of life is asked for one so often; so soon it is noticed that it is back.
    package var probing = Duration.seconds(2)
    /// Refused events in a row that are believed and set aside; more speak against the store.
    package var strikes = 10
    /// Events that are looked through for another call's when the store refuses all of a batch.
    package var lookahead = 2_000
    /// Refused events in a row of one call after which the rest of the call is not tried any more, if the store takes
    /// those of other calls.
    package var strikesOfACall = 3
    /// Calls with refused events that are remembered.
    package var rememberedCalls = 1_024
    /// How long after events were set aside all that is aside is tried again; each event once, besides at the start.
    package var secondChance = Duration.seconds(600)
    /// With more events aside than this, they are not tried again by themselves.
    package var secondChances = 200

    /// The defaults.
    package init() {}
}
