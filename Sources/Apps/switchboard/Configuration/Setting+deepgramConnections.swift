// SPDX-License-Identifier: Apache-2.0

// Deepgram's connections, and what is done when they break.
extension Setting {
    static let deepgramConnections: [Setting] = [
        .deepgramMaximum, .deepgramRate, .deepgramConnectSeconds, .deepgramPoolMinimum, .deepgramPoolMaximum,
        .deepgramPoolAge, .deepgramPoolReuse,
    ]
    static let deepgramOutage: [Setting] = [
        .deepgramRing, .deepgramOutageSeconds, .deepgramFirstResult, .deepgramSilence, .deepgramPace,
    ]

    static let deepgramMaximum = Setting(
        "DEEPGRAM_MAX_CONNECTIONS",
        "deepgram.maxConnections",
        .integer(1...100_000),
        default: "1000",
        "connections to Deepgram at once; set it to the account's limit, so that nobody is refused (150 when paying as one goes)"
    )
    static let deepgramRate = Setting(
        "DEEPGRAM_CONNECTS_PER_SECOND",
        "deepgram.connectsPerSecond",
        .integer(1...1_000),
        default: "40",
        "new connections to Deepgram in a second, all calls together"
    )
    static let deepgramConnectSeconds = Setting(
        "DEEPGRAM_CONNECT_SECONDS",
        "deepgram.connectSeconds",
        .integer(1...60),
        default: "5",
        "seconds that connecting may take, and the upgrade after it"
    )
    static let deepgramPoolMinimum = Setting(
        "DEEPGRAM_POOL_MIN",
        "deepgram.poolMin",
        .integer(0...1_000),
        default: "0",
        "connections kept warm for the next calls; each takes one of the account's, 0 keeps none"
    )
    static let deepgramPoolMaximum = Setting(
        "DEEPGRAM_POOL_MAX",
        "deepgram.poolMax",
        .integer(0...1_000),
        default: "10",
        "warm connections at most, of all dialogues together"
    )
    static let deepgramPoolAge = Setting(
        "DEEPGRAM_POOL_AGE_SECONDS",
        "deepgram.poolAgeSeconds",
        .integer(10...86_400),
        default: "300",
        "seconds after which a warm connection is replaced"
    )
    static let deepgramPoolReuse = Setting(
        "DEEPGRAM_POOL_REUSE",
        "deepgram.poolReuse",
        .choice(["off", "on"]),
        default: "off",
        "on: a connection serves further calls after its first; Deepgram sees them as one stream"
    )
    static let deepgramRing = Setting(
        "DEEPGRAM_RING_SECONDS",
        "deepgram.ringSeconds",
        .integer(5...300),
        default: "45",
        "seconds of audio kept for each call until its words are final; 8 kB a second"
    )
    static let deepgramOutageSeconds = Setting(
        "DEEPGRAM_OUTAGE_SECONDS",
        "deepgram.outageSeconds",
        .integer(1...300),
        default: "40",
        "seconds that a call waits for Deepgram before SPEECH_FALLBACK takes over; less than DEEPGRAM_RING_SECONDS"
    )
    static let deepgramFirstResult = Setting(
        "DEEPGRAM_FIRST_RESULT_SECONDS",
        "deepgram.firstResultSeconds",
        .integer(2...60),
        default: "10",
        "seconds of audio after which a new connection must have answered"
    )
    static let deepgramSilence = Setting(
        "DEEPGRAM_SILENCE_SECONDS",
        "deepgram.silenceSeconds",
        .integer(2...60),
        default: "8",
        "seconds of audio without a message from Deepgram after which the connection is replaced"
    )
    static let deepgramPace = Setting(
        "DEEPGRAM_REPLAY_PERCENT",
        "deepgram.replayPercent",
        .integer(101...125),
        default: "125",
        "how fast kept audio is sent again, in percent of real time; Deepgram takes 125 at most"
    )
}
