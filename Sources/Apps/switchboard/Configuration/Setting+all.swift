// SPDX-License-Identifier: Apache-2.0

extension Setting {
    static let environment = Setting(
        "SWITCHBOARD_ENV",
        "switchboard.env",
        .choice(["production", "development", "test"]),
        default: "development",
        "production refuses to start with anything missing; development replaces it by what is embedded"
    )
    static let host = Setting("HOST", "host", .text, default: "127.0.0.1", "address to listen on")
    static let port = Setting(
        "PORT",
        "port",
        .integer(0...65_535),
        default: "8080",
        "port to listen on; 0 takes a free one"
    )
    static let reusePort = Setting(
        "REUSE_PORT",
        "reusePort",
        .choice(["on", "off"]),
        default: "off",
        "on lets a new process take over the port from this one, which leaves it when it is told to shut down; Linux"
    )
    static let publicURL = Setting(
        "PUBLIC_URL",
        "publicUrl",
        .url(["https", "http"]),
        "the address Twilio calls, e.g. https://voice.example.com; signatures are checked against it"
    )
    static let publicURLAliases = Setting(
        "PUBLIC_URL_ALIASES",
        "publicUrlAliases",
        .list,
        "further addresses under which Twilio reaches this server, separated by commas: what is sent there is checked against them"
    )
    static let peerURL = Setting(
        "PEER_URL",
        "peerUrl",
        .url(["https", "http"]),
        "the address of a sibling, to which calls go while this server shuts down; one of its PUBLIC_URL or PUBLIC_URL_ALIASES"
    )
    static let closingGroup = Setting(
        "CLOSING_GROUP",
        "closingGroup",
        .integer(1...1_000),
        default: "10",
        "streams that are closed at once at shutdown, every quarter of a second, so that siblings can follow"
    )
    static let resumes = Setting(
        "MAX_RESUMES",
        "maxResumes",
        .integer(1...1_000),
        default: "20",
        "how often a call that loses its stream is taken up again before it goes to a person or voicemail"
    )
    static let logLevel = Setting(
        "LOG_LEVEL",
        "logLevel",
        .logLevels,
        default: "info",
        "the least important lines that are logged, of all or by LABEL=LEVEL, such as info,Calls=debug; read again at SIGHUP"
    )
    static let logFormat = Setting(
        "LOG_FORMAT",
        "logFormat",
        .choice(["auto", "json", "pretty"]),
        default: "auto",
        "json: one object a line; pretty: for people; auto: pretty on a terminal"
    )
    static let metrics = Setting(
        "METRICS",
        "metrics",
        .choice(["on", "off"]),
        default: "on",
        "off counts nothing and answers nothing at /api/metrics"
    )
    static let maximumCalls = Setting(
        "MAX_CALLS",
        "maxCalls",
        .integer(1...100_000),
        default: "1000",
        "calls at once; further ones talk with Twilio's own recognition and voice"
    )
    static let drainSeconds = Setting(
        "DRAIN_SECONDS",
        "drainSeconds",
        .integer(0...86_400),
        default: "300",
        "seconds that calls may go on after SIGTERM"
    )
    static let dialogue = Setting(
        "DIALOGUE",
        "dialogue",
        .path,
        "the YAML file with questions and answers; default is the built-in example of a restaurant"
    )
    static let transferNumber = Setting(
        "TRANSFER_NUMBER",
        "transferNumber",
        .phoneNumber,
        "where callers are connected who want a person; overrides the dialogue's"
    )

    /// Every setting, in the order in which they are shown.
    static let all: [Setting] =
        [.environment, .host, .port, .reusePort, .publicURL, .publicURLAliases, .peerURL] + Self.twilio + Self.storage
        + Self.engines + [
            .dialogue, .transferNumber,
        ] + Self.calling + Self.mediaAndListening + Self.protection + [
            .maximumCalls, .drainSeconds, .closingGroup, .resumes,
        ] + Self.upkeep + Self.health + Self.events + [.logLevel, .logFormat, .metrics] + Self.traces
}
