// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import PostgreSQL
import PostgreSQLTestSupport
import SupabaseTestSupport
import SwitchboardTesting
import Testing

@testable import CallStorage
@testable import switchboard

/// One call that a server as an executable makes through simulated services, and what came to each of them.
struct TracedStage {
    /// What came.
    struct Seen: Sendable {
        var call = ""
        var twilio: [SimulatedRESTRequest] = []
        var supabase: [SimulatedRequest] = []
        var listening: [DeepgramAttempt] = []
        var speaking: [DeepgramSpeechReport] = []
        var spans: [ShownTrace] = []
    }

    static let friend = "+12025550143"
    static let key = "a-key-for-this-test-only"
    /// The trace of the operator who orders the call and ends it.
    static let outside = "4bf92f3577b34da6a3ce929d0e0e4736"
    static let outsideSpan = "00f067aa0ba902b7"

    /// Makes the call; `isTraced` is whether the server has a collector.
    static func run(isTraced: Bool) async throws -> Seen {
        let collector = SimulatedCollector()
        var seen = try await collector.run { port in
            try await self.callThroughServices(
                isTraced ? ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:\(port)"] : [:]
            )
        }
        seen.spans = try collector.requests.map(\.body).flatMap(ShownTrace.spans)
        return seen
    }

    private static func callThroughServices(_ exporting: [String: String]) async throws -> Seen {
        let database = try await TestPostgres.database(template: "traced") { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            try await connection.execute(PostgresDatabase.roles)
            for migration in Migration.all { try await connection.execute(migration.sql) }
            await connection.close()
        }
        let postgres = try PostgresDatabase(url: database.url)
        let deepgram = try await SimulatedDeepgram.start(on: MultiThreadedEventLoopGroup.singleton)
        let supabase = SimulatedSupabase(postgres)
        let outcome = await Result(catching: {
            try await supabase.run { url in
                let environment = [
                    "SPEECH": "deepgram", "DEEPGRAM_URL": deepgram.url, "DEEPGRAM_API_KEY": deepgram.credential,
                    "DEEPGRAM_POOL_MIN": "0", "SPEECH_CACHE_MEMORY_MB": "0", "STORE": "supabase", "SUPABASE_URL": url,
                    "SUPABASE_SERVICE_ROLE_KEY": TestKeys.secret,
                ]
                return try await self.call(environment.merging(exporting) { $1 })
            }
        })
        try await deepgram.stop()
        await postgres.close()
        var seen = try outcome.get()
        seen.supabase = supabase.requests
        seen.listening = deepgram.attempts
        seen.speaking = deepgram.speech
        return seen
    }

    private static func call(_ environment: [String: String]) async throws -> Seen {
        var seen = Seen()
        try await ServingExecutable.Folder.with { folder in
            try await ServingExecutable.withTwilio { twilio in
                twilio.callees[self.friend] = .human()
                let account = SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: ServingExecutable.token)
                let rest = try await twilio.serveREST(account: account, configure: { $0.acceptsInsecureStreams = true })
                let outcome = await Result(catching: {
                    seen.call = try await self.order(through: rest, in: folder, environment)
                })
                seen.twilio = rest.requests
                try await rest.stop()
                try outcome.get()
            }
        }
        return seen
    }

    /// Orders a call, waits until something was said in it, and ends it; returns its name.
    private static func order(
        through rest: SimulatedREST,
        in folder: ServingExecutable.Folder,
        _ environment: [String: String]
    ) async throws -> String {
        let own = [
            "TWILIO_ACCOUNT_SID": SimulatedAccount.example.sid, "TWILIO_API_URL": rest.baseURL,
            "TWILIO_PHONE_NUMBER": "+12025550100", "ALLOWED_DESTINATIONS": "+1", "API_KEYS": self.key,
            "DRAIN_SECONDS": "0",
        ]
        let server = try await ServingExecutable.start(in: folder, environment: environment.merging(own) { $1 })
        let made = try await self.post("/api/calls", #"{"to": "\#(self.friend)"}"#, to: server)
        let sid = try #require(made["sid"] as? String, "\(made) \(server.executable.errors)")
        try await server.poll("/api/calls/\(sid)/transcript?format=text", key: self.key, within: .seconds(40)) {
            $0 == 200 && $1.contains("Agent: ")
        }
        _ = try await self.post("/api/calls/\(sid)/hangup", "{}", to: server)
        _ = await rest.result(of: sid)
        try await server.poll("/api/calls/\(sid)", key: self.key) { $1.contains(#""status":"completed""#) }
        server.executable.signal(SIGTERM)
        #expect(await server.executable.status() == 0)
        return sid
    }

    private static func post(_ path: String, _ body: String, to server: ServingExecutable) async throws -> [String: Any]
    {
        var request = HTTPClientRequest(url: server.origin + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(self.key)")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "traceparent", value: "00-\(self.outside)-\(self.outsideSpan)-01")
        request.headers.add(name: "tracestate", value: "vendor=1")
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let answer = try await response.body.collect(upTo: 1 << 20)
        return try JSONSerialization.jsonObject(with: Data(answer.readableBytesView)) as? [String: Any] ?? [:]
    }
}
#endif
