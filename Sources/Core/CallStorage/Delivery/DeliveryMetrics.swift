// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics

/// What is counted of delivering, and of reading through the shared store.
package struct DeliveryMetrics: Sendable {
    /// Why something did not go through the shared store; labels are few and closed.
    package enum Reason: String, Sendable, CaseIterable {
        /// It failed.
        case failed
        /// It did not answer in time.
        case late
        /// It was not asked, because it is known to be away.
        case away
        /// It refuses everything.
        case refused
        /// The journal failed.
        case journal
    }

    let backlog: Gauge
    let oldest: Gauge
    let aside: Gauge
    let journalBytes: Gauge
    let delivered: Counter
    let setAside: Counter
    let trimmed: Counter
    let adopted: Counter
    let batchSize: Recorder
    let batchTime: CoreMetrics.Timer
    private let failures: [Reason: Counter]
    private let journalReads: [Reason: Counter]

    /// The metrics, made by a factory.
    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.backlog = Gauge(label: "switchboard_store_backlog_events", factory: factory)
        self.oldest = Gauge(label: "switchboard_store_backlog_oldest_seconds", factory: factory)
        self.aside = Gauge(label: "switchboard_store_aside_events", factory: factory)
        self.journalBytes = Gauge(label: "switchboard_journal_bytes", factory: factory)
        self.delivered = Counter(label: "switchboard_store_delivered_events_total", factory: factory)
        self.setAside = Counter(label: "switchboard_store_set_aside_events_total", factory: factory)
        self.trimmed = Counter(label: "switchboard_journal_trimmed_calls_total", factory: factory)
        self.adopted = Counter(label: "switchboard_journal_adopted_calls_total", factory: factory)
        self.batchSize = Recorder(label: "switchboard_store_batch_events", factory: factory)
        self.batchTime = Timer(label: "switchboard_store_batch_seconds", factory: factory)
        func counters(_ label: String) -> [Reason: Counter] {
            Dictionary(
                uniqueKeysWithValues: Reason.allCases.map {
                    ($0, Counter(label: label, dimensions: [("reason", $0.rawValue)], factory: factory))
                }
            )
        }
        self.failures = counters("switchboard_store_delivery_failures_total")
        self.journalReads = counters("switchboard_store_reads_from_journal_total")
    }

    func failed(_ reason: Reason) { self.failures[reason]?.increment() }

    func answeredByJournal(_ reason: Reason) { self.journalReads[reason]?.increment() }
}
