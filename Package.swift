// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// Four floors; imports only go down: Libraries < Core < Adapters < Apps. Testing stands beside Apps and is shipped,
// because `switchboard demo` and `switchboard call` use the simulated Twilio too.

import PackageDescription

let offlineSpeech: TargetDependencyCondition? = .when(traits: ["OfflineSpeech"])
let postgreSQL: TargetDependencyCondition? = .when(traits: ["PostgreSQL"])

extension Target.Dependency {
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioWebSocket = product(name: "NIOWebSocket", package: "swift-nio")
    static let nioExtras = product(name: "NIOExtras", package: "swift-nio-extras")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let logging = product(name: "Logging", package: "swift-log")
    static let inMemoryLogging = product(name: "InMemoryLogging", package: "swift-log")
    static let metrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let metricsTestKit = product(name: "MetricsTestKit", package: "swift-metrics")
    static let tracing = product(name: "Tracing", package: "swift-distributed-tracing")
    static let inMemoryTracing = product(name: "InMemoryTracing", package: "swift-distributed-tracing")
    static let serviceContext = product(name: "ServiceContextModule", package: "swift-service-context")
    static let protobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let deque = product(name: "DequeModule", package: "swift-collections")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let yams = product(name: "Yams", package: "Yams")
}

let package = Package(
    name: "switchboard",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "switchboard", targets: ["switchboard"]),
        .library(name: "Twilio", targets: ["Twilio"]),
        .library(name: "TwilioREST", targets: ["TwilioREST"]),
        .library(name: "SafeText", targets: ["SafeText"]),
        .library(name: "TelephonyAudio", targets: ["TelephonyAudio"]),
        .library(name: "WebSockets", targets: ["WebSockets"]),
        .library(name: "Resilience", targets: ["Resilience"]),
        .library(name: "Telemetry", targets: ["Telemetry"]),
        .library(name: "PostgreSQL", targets: ["PostgreSQL"]),
        .library(name: "Deepgram", targets: ["Deepgram"]),
        .library(name: "CallCore", targets: ["CallCore"]),
        .library(name: "SwitchboardTesting", targets: ["SwitchboardTesting"]),
    ],
    traits: [
        .trait(
            name: "OfflineSpeech",
            description: "Embedded speech engines (PocketSphinx, Flite). Needs libpocketsphinx-dev and flite1-dev."
        ),
        .trait(
            name: "PostgreSQL",
            description: "The library over libpq, and the store that keeps calls in PostgreSQL. Needs libpq-dev."
        ),
        .default(enabledTraits: ["OfflineSpeech", "PostgreSQL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(
            url: "https://github.com/apple/swift-configuration.git",
            from: "1.4.0",
            traits: [.defaults, "YAML"]
        ),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-service-context.git", from: "1.5.1"),
        .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        // MARK: Libraries: know nothing of calls, stores or this server.
        .target(name: "Twilio", dependencies: [.crypto], path: "Sources/Libraries/Twilio"),
        .target(name: "SafeText", path: "Sources/Libraries/SafeText"),
        .target(name: "TelephonyAudio", path: "Sources/Libraries/TelephonyAudio"),
        .target(
            name: "WebSockets",
            dependencies: [
                .nioCore, .nioPosix, .nioHTTP1, .nioExtras, .nioHTTPTypes, .nioHTTPTypesHTTP1, .nioSSL, .httpTypes,
                .hummingbirdCore, .serviceLifecycle, .logging, .crypto,
            ],
            path: "Sources/Libraries/WebSockets"
        ),
        .target(name: "Resilience", path: "Sources/Libraries/Resilience"),
        .target(
            name: "TwilioREST",
            dependencies: ["Twilio", "Resilience", .asyncHTTPClient, .nioCore, .nioPosix, .nioHTTP1],
            path: "Sources/Libraries/TwilioREST"
        ),
        .target(
            name: "Telemetry",
            dependencies: [
                "Resilience", .asyncHTTPClient, .crypto, .nioCore, .nioHTTP1, .logging, .metrics, .tracing,
                .serviceContext, .protobuf,
            ],
            path: "Sources/Libraries/Telemetry"
        ),
        .systemLibrary(
            name: "CLibPQ",
            path: "Sources/Libraries/CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .target(
            name: "PostgreSQL",
            dependencies: ["Resilience", .target(name: "CLibPQ", condition: postgreSQL)],
            path: "Sources/Libraries/PostgreSQL"
        ),
        .target(
            name: "Deepgram",
            dependencies: ["Resilience", "WebSockets", .asyncHTTPClient, .httpTypes, .nioCore, .nioHTTP1, .nioSSL],
            path: "Sources/Libraries/Deepgram"
        ),

        // MARK: Core: what a call is.
        .target(
            name: "CallCore",
            dependencies: [
                "SafeText", "TelephonyAudio", .nioCore, .logging, .metrics, .tracing, .serviceContext, .deque,
            ],
            path: "Sources/Core/CallCore"
        ),

        .target(
            name: "CallStorage",
            dependencies: ["CallCore", "Resilience", .logging, .metrics, .tracing, .serviceContext, .deque],
            path: "Sources/Core/CallStorage"
        ),

        // MARK: Adapters: each implements protocols of CallCore with one technology.
        .systemLibrary(
            name: "CPocketSphinx",
            path: "Sources/Adapters/CPocketSphinx",
            pkgConfig: "pocketsphinx",
            providers: [.apt(["libpocketsphinx-dev", "pocketsphinx-en-us"]), .brew(["cmu-pocketsphinx"])]
        ),
        .systemLibrary(
            name: "CFlite",
            path: "Sources/Adapters/CFlite",
            providers: [.apt(["flite1-dev"]), .brew(["flite"])]
        ),
        .target(
            name: "OfflineSpeech",
            dependencies: [
                "CallCore", "TelephonyAudio", .nioCore, .logging, .deque,
                .target(name: "CPocketSphinx", condition: offlineSpeech),
                .target(name: "CFlite", condition: offlineSpeech),
            ],
            path: "Sources/Adapters/OfflineSpeech"
        ),
        .target(
            name: "SQLiteStore",
            dependencies: ["CallCore", "CallStorage", .grdb, .logging, .metrics],
            path: "Sources/Adapters/SQLiteStore"
        ),
        .target(
            name: "PostgresStore",
            dependencies: ["CallCore", "CallStorage", "PostgreSQL"],
            path: "Sources/Adapters/PostgresStore"
        ),
        .target(
            name: "SupabaseStore",
            dependencies: [
                "CallCore", "CallStorage", "Resilience", "SafeText", .asyncHTTPClient, .nioCore, .nioHTTP1, .nioPosix,
                .nioSSL, .logging, .metrics,
            ],
            path: "Sources/Adapters/SupabaseStore"
        ),
        .target(
            name: "FAQDialogue",
            dependencies: ["CallCore", .grdb, .yams],
            path: "Sources/Adapters/FAQDialogue"
        ),
        .target(
            name: "TwilioCarrier",
            dependencies: ["CallCore", "Twilio", "TwilioREST", "Resilience", .logging, .metrics],
            path: "Sources/Adapters/TwilioCarrier"
        ),
        .target(
            name: "DeepgramSpeech",
            dependencies: [
                "CallCore", "Deepgram", "Resilience", "TelephonyAudio", .nioCore, .logging, .metrics, .tracing,
                .serviceContext, .deque,
            ],
            path: "Sources/Adapters/DeepgramSpeech"
        ),
        .target(
            name: "SpeechCache",
            dependencies: ["CallCore", .nioCore, .nioPosix, .logging, .metrics, .crypto],
            path: "Sources/Adapters/SpeechCache"
        ),
        .target(
            name: "GatewayHTTP",
            dependencies: [
                "CallCore", "SafeText", "Resilience", "Twilio", "WebSockets", .hummingbird, .hummingbirdCore,
                .httpTypes, .nioCore,
                .nioHTTPTypes, .logging, .metrics, .tracing, .serviceContext, .serviceLifecycle, .crypto,
            ],
            path: "Sources/Adapters/GatewayHTTP"
        ),

        // MARK: Testing: shipped; the commands use it too.
        .target(
            name: "SwitchboardTesting",
            dependencies: [
                "CallCore", "Twilio", "WebSockets", "TelephonyAudio", .nioCore, .nioPosix, .nioHTTP1, .httpTypes,
                .asyncHTTPClient, .crypto, .nioWebSocket, .yams,
            ],
            path: "Sources/Testing/SwitchboardTesting"
        ),
        .executableTarget(
            name: "ws-echo",
            dependencies: ["WebSockets", .nioCore, .nioPosix, .hummingbirdCore, .logging, .httpTypes],
            path: "Sources/Testing/ws-echo"
        ),
        .executableTarget(
            name: "ws-echo-client",
            dependencies: ["WebSockets", .nioCore, .nioPosix, .logging],
            path: "Sources/Testing/ws-echo-client"
        ),

        // MARK: Apps.
        .executableTarget(
            name: "switchboard",
            dependencies: [
                "CallCore", "CallStorage", "GatewayHTTP", "SQLiteStore", "PostgreSQL", "PostgresStore", "SupabaseStore",
                "FAQDialogue", "OfflineSpeech", "SwitchboardTesting", "Deepgram", "DeepgramSpeech", "SpeechCache",
                .asyncHTTPClient, "Resilience", "SafeText", "Telemetry",
                "TelephonyAudio", "Twilio", "TwilioCarrier", "TwilioREST",
                .systemPackage, .yams, .argumentParser, .configuration, .logging, .metrics, .tracing, .serviceContext,
                .serviceLifecycle, .unixSignals, .nioCore, .nioPosix, .nioHTTP1, .hummingbird,
            ],
            path: "Sources/Apps/switchboard",
            resources: [.embedInCode("Resources/restaurant.yaml")]
        ),

        // MARK: Tests.
        .testTarget(name: "TwilioTests", dependencies: ["Twilio"]),
        .target(
            name: "TwilioRESTTestSupport",
            dependencies: ["TwilioREST", "Resilience", "Twilio", .nioCore, .nioPosix, .nioSSL],
            path: "Tests/TwilioRESTTestSupport"
        ),
        .testTarget(
            name: "TwilioRESTTests",
            dependencies: [
                "TwilioREST", "TwilioRESTTestSupport", "Resilience", "Twilio", .asyncHTTPClient, .nioCore, .nioHTTP1,
                .nioSSL,
            ]
        ),
        .testTarget(
            name: "TwilioCarrierTests",
            dependencies: [
                "TwilioCarrier", "CallCore", "Twilio", "TwilioREST", "TwilioRESTTestSupport", "Resilience", .metrics,
                .metricsTestKit,
            ]
        ),
        .target(
            name: "AuraTestSupport",
            dependencies: [.nioCore, .nioPosix, .nioHTTP1],
            path: "Tests/AuraTestSupport"
        ),
        .testTarget(name: "SafeTextTests", dependencies: ["SafeText"]),
        .testTarget(name: "TelephonyAudioTests", dependencies: ["TelephonyAudio"]),
        .testTarget(
            name: "WebSocketsTests",
            dependencies: [
                "WebSockets", "NginxTestSupport", .nioCore, .nioPosix, .nioEmbedded, .nioHTTP1, .nioWebSocket,
                .hummingbird, .hummingbirdCore, .httpTypes, .logging, .serviceLifecycle,
            ]
        ),
        .testTarget(name: "ResilienceTests", dependencies: ["Resilience", "SwitchboardTesting"]),
        .testTarget(
            name: "DeepgramTests",
            dependencies: [
                "Deepgram", "AuraTestSupport", "Resilience", "WebSockets", .asyncHTTPClient, .httpTypes, .nioCore,
                .nioEmbedded, .nioHTTP1, .nioPosix, .nioSSL,
            ]
        ),
        .testTarget(
            name: "DeepgramSpeechTests",
            dependencies: [
                "DeepgramSpeech", "AuraTestSupport", "CallCore", "Deepgram", "Resilience", "SwitchboardTesting",
                "Telemetry", "TelephonyAudio", .asyncHTTPClient, .inMemoryLogging, .logging, .metrics, .metricsTestKit,
                .nioCore, .nioEmbedded, .nioHTTP1, .nioPosix,
            ]
        ),
        .testTarget(
            name: "SpeechCacheTests",
            dependencies: [
                "SpeechCache", "AuraTestSupport", "CallCore", "SwitchboardTesting", .inMemoryLogging, .logging,
                .metrics, .metricsTestKit, .nioCore, .nioPosix,
            ]
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "Telemetry", "Resilience", "SwitchboardTesting", .asyncHTTPClient, .logging, .metrics, .metricsTestKit,
                .tracing, .serviceContext, .nioCore, .nioPosix, .nioHTTP1,
            ]
        ),
        .target(name: "NginxTestSupport", dependencies: [.nioCore, .nioPosix], path: "Tests/NginxTestSupport"),
        .target(
            name: "PostgreSQLTestSupport",
            dependencies: ["PostgreSQL"],
            path: "Tests/PostgreSQLTestSupport"
        ),
        .testTarget(
            name: "PostgreSQLTests",
            dependencies: ["PostgreSQL", "PostgreSQLTestSupport", "Resilience"]
        ),
        .testTarget(
            name: "CallCoreTests",
            dependencies: [
                "CallCore", "SafeText", "SwitchboardTesting", "TelephonyAudio", .nioCore, .nioEmbedded, .nioPosix,
                .logging, .inMemoryLogging, .metrics, .metricsTestKit, .tracing, .inMemoryTracing, .serviceContext,
            ]
        ),
        .testTarget(
            name: "OfflineSpeechTests",
            dependencies: [
                "OfflineSpeech", "CallCore", "FAQDialogue", "SwitchboardTesting", "TelephonyAudio", .nioCore, .nioPosix,
                .logging,
            ]
        ),
        .testTarget(
            name: "CallStorageTests",
            dependencies: [
                "CallStorage", "CallCore", "Resilience", "SwitchboardTesting", .inMemoryLogging, .inMemoryTracing,
                .logging, .metrics, .metricsTestKit, .serviceContext, .tracing,
            ]
        ),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: ["SQLiteStore", "CallCore", "SwitchboardTesting", .grdb, .grdbSQLite, .logging]
        ),
        .testTarget(
            name: "PostgresStoreTests",
            dependencies: [
                "PostgresStore", "CallCore", "CallStorage", "PostgreSQL", "PostgreSQLTestSupport", "SwitchboardTesting",
            ]
        ),
        .target(
            name: "SupabaseTestSupport",
            dependencies: [
                "SupabaseStore", "PostgreSQL", "Resilience", .crypto, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
            ],
            path: "Tests/SupabaseTestSupport"
        ),
        .testTarget(
            name: "SupabaseStoreTests",
            dependencies: [
                "SupabaseStore", "SupabaseTestSupport", "CallCore", "CallStorage", "PostgreSQL",
                "PostgreSQLTestSupport", "Resilience", "SwitchboardTesting", .asyncHTTPClient, .inMemoryLogging,
                .logging, .metricsTestKit, .nioCore, .nioHTTP1, .nioSSL,
            ]
        ),
        .testTarget(name: "FAQDialogueTests", dependencies: ["FAQDialogue", "CallCore"]),
        .testTarget(
            name: "GatewayHTTPTests",
            dependencies: [
                "GatewayHTTP", "CallCore", "SafeText", "Resilience", "Telemetry", "Twilio", "TwilioCarrier",
                "TwilioREST", "WebSockets",
                "SwitchboardTesting", "SQLiteStore", "FAQDialogue", .asyncHTTPClient, .crypto, .hummingbird, .nioCore,
                .nioPosix,
                .serviceLifecycle, .logging, .inMemoryLogging, .metrics, .metricsTestKit, .tracing, .inMemoryTracing,
                .serviceContext, .httpTypes,
            ]
        ),
        .testTarget(
            name: "SwitchboardTestingTests",
            dependencies: [
                "SwitchboardTesting", "CallCore", "Twilio", "WebSockets", "TelephonyAudio", .asyncHTTPClient, .nioCore,
                .nioPosix, .nioEmbedded, .nioHTTP1, .nioWebSocket, .httpTypes, .logging,
            ]
        ),
        .testTarget(
            name: "SwitchboardTests",
            dependencies: [
                "switchboard", "CallCore", "CallStorage", "Deepgram", "Resilience", "SafeText", "Telemetry",
                "TwilioREST", "SwitchboardTesting", .argumentParser, .configuration, .logging, .metrics, .nioCore,
                .nioPosix,
            ]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "switchboard", "SwitchboardTesting", "CallCore", "GatewayHTTP", "SQLiteStore", "OfflineSpeech",
                "FAQDialogue", "TelephonyAudio", "Twilio", "WebSockets", "CallStorage", "PostgreSQL", "PostgresStore",
                "PostgreSQLTestSupport", "NginxTestSupport", "SupabaseTestSupport", "Telemetry", .asyncHTTPClient,
                .nioCore, .nioHTTP1,
                .nioPosix,
                .logging,
            ]
        ),
    ]
)

// Benchmarks are built only when asked for: SWITCHBOARD_BENCHMARKS=1.
if Context.environment["SWITCHBOARD_BENCHMARKS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "relay-server",
            dependencies: [
                "CallCore", "GatewayHTTP", "SQLiteStore", "Twilio", "WebSockets", .httpTypes, .logging, .nioCore,
                .serviceLifecycle, .unixSignals,
            ],
            path: "Benchmarks/RelayServer"
        )
    )
    package.targets.append(
        .executableTarget(
            name: "outage",
            dependencies: ["BenchmarkSupport", "SwitchboardTesting", .argumentParser, .nioCore, .nioPosix],
            path: "Benchmarks/Outage"
        )
    )
    package.targets.append(
        .target(name: "BenchmarkSupport", dependencies: ["SwitchboardTesting"], path: "Benchmarks/Support")
    )
    package.targets.append(
        .executableTarget(
            name: "telemetry-cost",
            dependencies: [
                "BenchmarkSupport", "SwitchboardTesting", .argumentParser, .nioCore, .nioHTTP1, .nioPosix,
            ],
            path: "Benchmarks/TelemetryCost"
        )
    )
    package.targets.append(
        .executableTarget(
            name: "survival",
            dependencies: [
                "BenchmarkSupport", "CallCore", "NginxTestSupport", "PostgreSQL", "PostgreSQLTestSupport",
                "SQLiteStore", "SwitchboardTesting", .argumentParser, .nioCore, .nioPosix,
            ],
            path: "Benchmarks/Survival"
        )
    )
    package.targets.append(
        .executableTarget(
            name: "metrics-cost",
            dependencies: ["Telemetry", .argumentParser, .metrics],
            path: "Benchmarks/Metrics"
        )
    )
}

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
            .treatWarning("DeprecatedDeclaration", as: .warning),
        ]
}
