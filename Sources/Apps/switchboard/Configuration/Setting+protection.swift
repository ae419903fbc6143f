// SPDX-License-Identifier: Apache-2.0

// Who gets in, and how often.
extension Setting {
    static let apiKeys = Setting(
        "API_KEYS",
        "apiKeys",
        .list,
        isSecret: true,
        "operators' keys, NAME:SCOPE:SHA256 or plain, separated by commas; without any, loopback only (development)"
    )
    static let apiKeysFile = Setting(
        "API_KEYS_FILE",
        "apiKeysFile",
        .path,
        "a file of operators' keys, one a line, in place of API_KEYS; read again at SIGHUP"
    )
    static let trustedProxies = Setting(
        "TRUSTED_PROXIES",
        "trustedProxies",
        .list,
        "proxies whose forwarded addresses are believed: addresses, CIDR blocks, loopback, private"
    )
    static let rateLimits = Setting(
        "RATE_LIMITS",
        "rateLimits.enabled",
        .choice(["on", "off"]),
        default: "on",
        "off takes all limits away; refused in production"
    )
    static let voiceRate = Setting(
        "RATE_LIMIT_VOICE",
        "rateLimits.voice",
        .rate,
        default: "1200/60+600",
        "voice webhooks from one address: COUNT/SECONDS+BURST"
    )
    static let callerRate = Setting(
        "RATE_LIMIT_CALLER",
        "rateLimits.caller",
        .rate,
        default: "30/60+30",
        "voice webhooks of one calling number; withheld numbers are not counted"
    )
    static let streamRate = Setting(
        "RATE_LIMIT_STREAMS",
        "rateLimits.streams",
        .rate,
        default: "1200/60+600",
        "stream upgrades from one address"
    )
    static let forgeryRate = Setting(
        "RATE_LIMIT_FORGERIES",
        "rateLimits.forgeries",
        .rate,
        default: "60/60+60",
        "requests with a wrong signature from one address; then 429 without looking"
    )
    static let readRate = Setting(
        "RATE_LIMIT_READS",
        "rateLimits.reads",
        .rate,
        default: "600/60+120",
        "operators' reads from one address"
    )
    static let controlRate = Setting(
        "RATE_LIMIT_CONTROL",
        "rateLimits.control",
        .rate,
        default: "120/60+30",
        "operators' commands from one address"
    )
    static let wrongKeyRate = Setting(
        "RATE_LIMIT_WRONG_KEYS",
        "rateLimits.wrongKeys",
        .rate,
        default: "30/60+30",
        "requests with a wrong operator key from one address"
    )
    static let rateLimitEntries = Setting(
        "RATE_LIMIT_ENTRIES",
        "rateLimits.entries",
        .integer(1_024...1_048_576),
        default: "16384",
        "addresses and numbers that each limit remembers; about 100 bytes each"
    )

    static let connectionsPerAddress = Setting(
        "CONNECTIONS_PER_ADDRESS",
        "connectionsPerAddress",
        .integer(0...100_000),
        default: "256",
        "HTTP connections at once from one address, streams, this machine and trusted proxies apart; 0 is any number"
    )

    static let coreDumps = Setting(
        "CORE_DUMPS",
        "coreDumps",
        .choice(["on", "off"]),
        default: "off",
        "on lets a crash leave an image of the server's memory, with every key in it and what callers said"
    )

    static let protection: [Setting] = [
        .apiKeys, .apiKeysFile, .trustedProxies, .rateLimits, .voiceRate, .callerRate, .streamRate, .forgeryRate,
        .readRate, .controlRate, .wrongKeyRate, .rateLimitEntries, .connectionsPerAddress,
        .coreDumps,
    ]
    static let twilio: [Setting] = [
        .twilioAccount, .twilioToken, .twilioSecondToken, .twilioSubaccounts, .twilioSharedKeys, .twilioNumber,
        .twilioAPIKey, .twilioAPISecret, .twilioRegion, .twilioEdge, .twilioAPIURL,
    ]
}
