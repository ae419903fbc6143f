// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Logging
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension JournalDelivery {
    /// Keeps the figures fresh and the journal small, beside delivering.
    func keepHouse() async {
        var nextTrim = self.elapsed()
        while !Task.isCancelled {
            await self.readFigures()
            if self.elapsed() >= nextTrim {
                await self.trim()
                nextTrim = self.elapsed() + self.configuration.trimming
            }
            // Cancelled: the loop ends.
            try? await self.clock.sleep(for: self.configuration.figures)
        }
    }

    /// Asks the journal what waits; `nil`, and the last figures stay, if it cannot say.
    @discardableResult
    func readFigures() async -> OutboxBacklog? {
        let backlog: OutboxBacklog
        do {
            backlog = try await self.outbox.backlog()
        } catch {
            // Delivering meets the same journal and says so.
            self.logger.debug("journal gives no figures", metadata: ["error": "\(Self.text(of: error))"])
            return nil
        }
        self.state.withLock { state in
            state.status.backlog = backlog.events
            state.status.oldest = backlog.oldest
            state.status.aside = backlog.aside
            state.status.journalBytes = backlog.bytes
        }
        self.metrics.backlog.record(backlog.events)
        self.metrics.aside.record(backlog.aside)
        self.metrics.journalBytes.record(backlog.bytes)
        self.metrics.oldest.record(backlog.oldest.map { max(0, self.wallClock().timeIntervalSince($0)) } ?? 0)
        return backlog
    }

    private func trim() async {
        let keeping = self.configuration.keeping / .seconds(1)
        do {
            let count = try await self.outbox.trim(
                olderThan: self.wallClock().addingTimeInterval(-keeping),
                beyond: self.configuration.journalBytes
            )
            self.metrics.trimmed.increment(by: count)
            guard count > 0 else { return }
            self.logger.debug("delivered calls trimmed from the journal", metadata: ["calls": "\(count)"])
        } catch {
            guard !Task.isCancelled else { return }
            self.logger.warning("journal cannot be trimmed", metadata: ["error": "\(Self.text(of: error))"])
        }
    }
}
