// SPDX-License-Identifier: Apache-2.0

package import Resilience

/// How a shared store is written to.
package struct RemoteStoreConfiguration: Sendable, Hashable {
    /// So many calls are remembered as they were last written; events of others cost a question more.
    package var folds: Int
    /// How often a batch is tried when others write to the same calls at the same time.
    package var attempts: Int
    /// How long is waited between these attempts, from the second conflict on.
    package var backoff: Backoff
    /// How many events are read at once.
    package var page: Int

    package init(
        folds: Int = 2_000,
        attempts: Int = 64,
        backoff: Backoff = Backoff(first: .milliseconds(2), cap: .milliseconds(100)),
        page: Int = 500
    ) {
        self.folds = folds
        self.attempts = attempts
        self.backoff = backoff
        self.page = page
    }
}
