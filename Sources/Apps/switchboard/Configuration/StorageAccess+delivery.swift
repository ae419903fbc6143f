// SPDX-License-Identifier: Apache-2.0

import CallStorage
import Resilience

extension StorageAccess {
    /// How events go from the journal to the shared store.
    var deliveryConfiguration: JournalDelivery.Configuration {
        var configuration = JournalDelivery.Configuration()
        configuration.limits.batch = self.batch
        configuration.limits.firstBatch = min(configuration.limits.firstBatch, self.batch)
        configuration.limits.bytes = self.batchBytes
        configuration.limits.gathering = self.gathering
        configuration.limits.backoff = Backoff(first: .milliseconds(500), cap: self.longestWait, jitter: .full)
        // A request to Supabase is repeated below this, as often as is safe; giving up sooner would repeat it twice.
        configuration.attemptDeadline =
            self.kind == .supabase ? max(self.attemptTime, self.supabaseTime * 3) : self.attemptTime
        configuration.keeping = self.journalKeep
        configuration.journalBytes = self.journalBytes
        return configuration
    }

    /// How the shared store is asked.
    var readerConfiguration: SharedReader.Configuration {
        var configuration = SharedReader.Configuration()
        configuration.deadline = self.readTime
        return configuration
    }
}
