// SPDX-License-Identifier: Apache-2.0

// Watching calls while they happen.
extension Setting {
    static let eventReaders = Setting(
        "EVENTS_READERS",
        "events.readers",
        .integer(1...1_000),
        default: "16",
        "who may watch live events at once"
    )
    static let eventsRemembered = Setting(
        "EVENTS_REMEMBERED",
        "events.remembered",
        .integer(1...100_000),
        default: "2048",
        "live events that are remembered for readers who are slow or come again"
    )
    static let eventsRememberedSize = Setting(
        "EVENTS_REMEMBERED_KIB",
        "events.rememberedKib",
        .integer(64...1_048_576),
        default: "4096",
        "KiB that these may take; beyond it the oldest go earlier"
    )
    static let eventsHeartbeat = Setting(
        "EVENTS_HEARTBEAT_SECONDS",
        "events.heartbeatSeconds",
        .integer(1...300),
        default: "15",
        "seconds without an event after which readers get a sign of life; fewer than proxies wait"
    )

    static let events: [Setting] = [.eventReaders, .eventsRemembered, .eventsRememberedSize, .eventsHeartbeat]
}
