// SPDX-License-Identifier: Apache-2.0

import CallCore
import ServiceLifecycle

/// Runs the journal until the server shuts down; ends when everything that was queued is stored.
struct JournalService: Service {
    let journal: CallJournal

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.journal.run() }
    }
}
