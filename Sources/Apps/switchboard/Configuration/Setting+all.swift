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
    static let publicURL = Setting(
        "PUBLIC_URL",
        "publicUrl",
        .url(["https", "http"]),
        "the address Twilio calls, e.g. https://voice.example.com; signatures are checked against it"
    )
    static let logLevel = Setting(
        "LOG_LEVEL",
        "logLevel",
        .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        default: "info",
        "the least important line that is logged"
    )
    static let logFormat = Setting(
        "LOG_FORMAT",
        "logFormat",
        .choice(["auto", "json", "pretty"]),
        default: "auto",
        "json: one object a line; pretty: for people; auto: pretty on a terminal"
    )
    static let dataDirectory = Setting(
        "DATA_DIR",
        "dataDir",
        .path,
        default: "data",
        "folder for everything that is kept"
    )
    static let store = Setting(
        "STORE",
        "store",
        .choice(["sqlite", "supabase", "postgres"]),
        "where calls are kept; sqlite needs no account"
    )
    static let sqlitePath = Setting(
        "SQLITE_PATH",
        "sqlitePath",
        .path,
        "the SQLite file; default DATA_DIR/switchboard.sqlite"
    )
    static let supabaseURL = Setting("SUPABASE_URL", "supabase.url", .url(["https", "http"]), "the Supabase project")
    static let supabaseKey = Setting(
        "SUPABASE_SERVICE_ROLE_KEY",
        "supabase.serviceRoleKey",
        .text,
        isSecret: true,
        "the Supabase project's secret key"
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
    static let sqliteSynchronous = Setting(
        "SQLITE_SYNCHRONOUS",
        "sqliteSynchronous",
        .choice(["full", "normal"]),
        default: "full",
        "full survives a power cut, normal only a crash of the process"
    )

    /// Every setting, in the order in which they are shown.
    static let all: [Setting] =
        [.environment, .host, .port, .publicURL] + Self.twilio + [
            .store, .sqlitePath, .sqliteSynchronous, .dataDirectory, .supabaseURL, .supabaseKey,
        ] + Self.engines + [.dialogue, .transferNumber] + Self.calling + Self.mediaAndListening + Self.protection + [
            .maximumCalls, .drainSeconds, .logLevel, .logFormat,
        ]
}
