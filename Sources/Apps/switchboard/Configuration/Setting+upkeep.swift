// SPDX-License-Identifier: Apache-2.0

// What keeps a server well: forgotten calls, too much load, loops that hang.
extension Setting {
    static let janitor = Setting(
        "JANITOR",
        "janitor.enabled",
        .choice(["on", "off"]),
        default: "on",
        "whether calls that everybody has forgotten are ended in the record, after Twilio was asked"
    )
    static let janitorInterval = Setting(
        "JANITOR_INTERVAL_SECONDS",
        "janitor.intervalSeconds",
        .integer(1...3_600),
        default: "30",
        "seconds between two looks at the calls that go on"
    )
    static let janitorPatience = Setting(
        "JANITOR_PATIENCE_SECONDS",
        "janitor.patienceSeconds",
        .integer(30...86_400),
        default: "120",
        "seconds for which nothing may happen in a call before Twilio is asked"
    )
    static let janitorUnconfirmed = Setting(
        "JANITOR_UNCONFIRMED_SECONDS",
        "janitor.unconfirmedSeconds",
        .integer(3_600...172_800),
        default: "14400",
        "the same for calls that nobody can be asked about"
    )
    static let longestLag = Setting(
        "MAX_LOOP_LAG_MS",
        "load.maxLagMs",
        .integer(5...10_000),
        default: "250",
        "lag of the event loops, in milliseconds at the 99th percentile, from which on new calls are answered as busy"
    )
    static let memoryShare = Setting(
        "MAX_MEMORY_PERCENT",
        "load.maxMemoryPercent",
        .integer(10...100),
        default: "90",
        "percent of the cgroup's memory from which on new calls are answered as busy; nothing without such a limit"
    )
    static let loopHang = Setting(
        "LOOP_HANG_SECONDS",
        "load.hangSeconds",
        .integer(2...60),
        default: "5",
        "seconds without a sign of life after which an event loop hangs"
    )
    static let loopHangMoves = Setting(
        "LOOP_HANG_MOVES_CALLS",
        "load.hangMovesCalls",
        .choice(["on", "off"]),
        default: "on",
        "whether the calls of a loop that hangs are cut off, so that they are taken up on another one"
    )

    static let upkeep: [Setting] = [
        .janitor, .janitorInterval, .janitorPatience, .janitorUnconfirmed, .longestLag, .memoryShare, .loopHang,
        .loopHangMoves,
    ]
}
