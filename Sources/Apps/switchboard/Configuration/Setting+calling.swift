// SPDX-License-Identifier: Apache-2.0

// Calls out, transfers and holding.
extension Setting {
    static let destinations = Setting(
        "ALLOWED_DESTINATIONS",
        "calls.destinations",
        .list,
        "where calls may go and be moved to: +1,-+1900,+49,client:,sip: and so on; nowhere without it"
    )
    static let callsPerMinute = Setting(
        "CALLS_PER_MINUTE",
        "calls.perMinute",
        .integer(1...6_000),
        default: "30",
        "calls out that may be ordered in a minute"
    )
    static let ringSeconds = Setting(
        "RING_SECONDS",
        "calls.ringSeconds",
        .integer(5...600),
        default: "30",
        "seconds that a call out may ring"
    )
    static let orderHours = Setting(
        "ORDER_HOURS",
        "calls.orderHours",
        .integer(1...168),
        default: "24",
        "hours for which an order of a call is kept in mind, so that one that comes twice dials once"
    )
    static let recordTransfers = Setting(
        "RECORD_TRANSFERS",
        "calls.recordTransfers",
        .choice(["on", "off"]),
        default: "off",
        "whether Twilio records what caller and person say, each in a channel of its own"
    )
    static let holdMusic = Setting(
        "HOLD_MUSIC_URL",
        "hold.musicUrl",
        .url(["https", "http"]),
        "what held callers hear, a sound file; default is Twilio's music"
    )
    static let holdSeconds = Setting(
        "HOLD_SECONDS",
        "hold.longestSeconds",
        .integer(10...86_400),
        default: "1800",
        "with HOLD_MUSIC_URL: seconds after which a held call is taken up again by itself"
    )
    static let gatherTurns = Setting(
        "GATHER_TURNS",
        "gather.turns",
        .integer(1...200),
        default: "30",
        "questions that a call without a stream may ask through Twilio's own recognition"
    )
    static let gatherSeconds = Setting(
        "GATHER_SECONDS",
        "gather.seconds",
        .integer(1...14),
        default: "9",
        "seconds that an answer to such a question may take"
    )
    static let dialogues = Setting(
        "DIALOGUES",
        "dialogues",
        .pairs(""),
        "further dialogues that calls out can be ordered with, NAME=FILE separated by commas"
    )

    static let calling: [Setting] = [
        .dialogues, .destinations, .callsPerMinute, .ringSeconds, .orderHours, .recordTransfers, .holdMusic,
        .holdSeconds, .gatherTurns, .gatherSeconds,
    ]
}
