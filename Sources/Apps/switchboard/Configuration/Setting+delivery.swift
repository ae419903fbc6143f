// SPDX-License-Identifier: Apache-2.0

// From the journal to the store that servers share, and what is kept for how long.
extension Setting {
    static let deliveryBatch = Setting(
        "DELIVERY_BATCH",
        "delivery.batch",
        .integer(1...500),
        default: "500",
        "events that are delivered to the shared store at once"
    )
    static let deliveryBytes = Setting(
        "DELIVERY_KILOBYTES",
        "delivery.kilobytes",
        .integer(16...8_192),
        default: "1024",
        "kilobytes of them at once"
    )
    static let deliveryGathering = Setting(
        "DELIVERY_GATHER_MS",
        "delivery.gatherMs",
        .integer(0...5_000),
        default: "100",
        "milliseconds in which events gather before they are delivered"
    )
    static let deliverySeconds = Setting(
        "DELIVERY_SECONDS",
        "delivery.seconds",
        .integer(1...120),
        default: "20",
        "seconds that one attempt may take"
    )
    static let deliveryWait = Setting(
        "DELIVERY_LONGEST_WAIT_SECONDS",
        "delivery.longestWaitSeconds",
        .integer(1...600),
        default: "30",
        "seconds at most between two attempts while the shared store is away"
    )
    static let deliveryDrain = Setting(
        "DELIVERY_DRAIN_SECONDS",
        "delivery.drainSeconds",
        .integer(0...300),
        default: "10",
        "seconds for the last events at shutdown; what is left is delivered at the next start"
    )
    static let journalKeep = Setting(
        "JOURNAL_KEEP_SECONDS",
        "journal.keepSeconds",
        .integer(0...2_592_000),
        default: "3600",
        "seconds for which this server's journal keeps calls that are over and delivered"
    )
    static let journalSize = Setting(
        "JOURNAL_MEGABYTES",
        "journal.megabytes",
        .integer(16...1_048_576),
        default: "1024",
        "size of the journal beyond which delivered calls go sooner; what is not delivered is never dropped"
    )
    static let readSeconds = Setting(
        "STORE_READ_SECONDS",
        "delivery.readSeconds",
        .integer(1...60),
        default: "2",
        "seconds that the shared store has for an answer before the journal answers alone"
    )
    static let retentionDays = Setting(
        "RETENTION_DAYS",
        "retention.days",
        .integer(1...36_500),
        "days after which calls are erased; without it they are kept for ever"
    )

    static let delivery: [Setting] = [
        .deliveryBatch, .deliveryBytes, .deliveryGathering, .deliverySeconds, .deliveryWait, .deliveryDrain,
        .journalKeep, .journalSize, .readSeconds, .retentionDays,
    ]
}
