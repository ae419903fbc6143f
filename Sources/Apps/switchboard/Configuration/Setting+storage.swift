// SPDX-License-Identifier: Apache-2.0

// Where calls are kept.
extension Setting {
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
        "where calls are kept; sqlite needs no account, the others are shared by any number of servers"
    )
    static let sqlitePath = Setting(
        "SQLITE_PATH",
        "sqlitePath",
        .path,
        "the SQLite file, this server's alone: the journal, and without another store the only one; default DATA_DIR/switchboard.sqlite"
    )
    static let sqliteSynchronous = Setting(
        "SQLITE_SYNCHRONOUS",
        "sqliteSynchronous",
        .choice(["full", "normal"]),
        default: "full",
        "full survives a power cut, normal only a crash of the process"
    )
    static let supabaseURL = Setting("SUPABASE_URL", "supabase.url", .url(["https", "http"]), "the Supabase project")
    static let supabaseKey = Setting(
        "SUPABASE_SERVICE_ROLE_KEY",
        "supabase.serviceRoleKey",
        .text,
        isSecret: true,
        "the Supabase project's secret key: sb_secret_… or the older service_role key"
    )
    static let supabaseRequests = Setting(
        "SUPABASE_REQUESTS",
        "supabase.requests",
        .integer(1...64),
        default: "8",
        "requests to Supabase at once; its own pool of connections is small"
    )
    static let supabaseSeconds = Setting(
        "SUPABASE_SECONDS",
        "supabase.seconds",
        .integer(1...120),
        default: "22",
        "seconds that a request to Supabase may take"
    )
    static let databaseURL = Setting(
        "DATABASE_URL",
        "database.url",
        .text,
        isSecret: true,
        "PostgreSQL, postgresql://USER:PASSWORD@HOST:5432/NAME?sslmode=require; for STORE=postgres and for switchboard migrate"
    )
    static let databasePool = Setting(
        "DATABASE_POOL",
        "database.pool",
        .integer(1...200),
        default: "8",
        "connections to PostgreSQL at most"
    )
    static let databaseWait = Setting(
        "DATABASE_WAIT_SECONDS",
        "database.waitSeconds",
        .integer(1...60),
        default: "1",
        "seconds that a question waits for a free connection"
    )
    static let databaseSeconds = Setting(
        "DATABASE_SECONDS",
        "database.seconds",
        .integer(1...120),
        default: "12",
        "seconds that a statement may take"
    )
    static let databaseConnectSeconds = Setting(
        "DATABASE_CONNECT_SECONDS",
        "database.connectSeconds",
        .integer(1...60),
        default: "5",
        "seconds that connecting to PostgreSQL may take"
    )
    static let databaseIdleSeconds = Setting(
        "DATABASE_IDLE_SECONDS",
        "database.idleSeconds",
        .integer(1...86_400),
        default: "300",
        "seconds after which a connection that nobody uses is closed"
    )
    static let databaseLifeSeconds = Setting(
        "DATABASE_LIFE_SECONDS",
        "database.lifeSeconds",
        .integer(10...604_800),
        default: "1800",
        "seconds after which a connection is replaced"
    )

    static let storage: [Setting] =
        [
            .store, .sqlitePath, .sqliteSynchronous, .dataDirectory, .supabaseURL, .supabaseKey, .supabaseRequests,
            .supabaseSeconds, .databaseURL, .databasePool, .databaseWait, .databaseSeconds, .databaseConnectSeconds,
            .databaseIdleSeconds, .databaseLifeSeconds,
        ] + Self.delivery
}
