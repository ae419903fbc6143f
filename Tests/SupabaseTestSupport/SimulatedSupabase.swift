// SPDX-License-Identifier: Apache-2.0

package import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// A Supabase project on loopback: the gateway's keys and limits and PostgREST 14, for what a store uses, in front of a
/// real PostgreSQL or of functions written in Swift, with every fault that was seen in production.
///
/// ```swift
/// let supabase = SimulatedSupabase(database)
/// try await supabase.run { url in
///     supabase.plan([.poolTimeout, .closesAfterCommit])      // the next two requests; all others go well
///     …
/// }
/// ```
package final class SimulatedSupabase: Sendable {
    package typealias Script = @Sendable (_ request: SimulatedRequest, _ index: Int) -> SimulatedFault

    private struct State {
        var gateway = SimulatedGateway(secretKeys: [TestKeys.secret], legacyKeys: [TestKeys.legacy()])
        var script: Script?
        var plan: [SimulatedFault] = []
        var requests: [SimulatedRequest] = []
        var connections = 0
        var idle: [ObjectIdentifier: any Channel] = [:]
        var running = 0
        var peak = 0
        var requestsPerConnection: Int?
        var announcesClose = true
    }

    private let state = Mutex(State())
    private let postgREST: SimulatedPostgREST
    private let isChunked: Bool

    /// `maximumRows` is `db-max-rows`, 1,000 at Supabase. `isChunked` is how the answers of functions come.
    package init(
        _ database: any SimulatedDatabase = ClosureDatabase.echo,
        maximumRows: Int = 1_000,
        isChunked: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.postgREST = SimulatedPostgREST(database, maximumRows: maximumRows, now: now)
        self.isChunked = isChunked
    }

    // MARK: What was seen

    /// What was asked, in order.
    package var requests: [SimulatedRequest] { self.state.withLock { $0.requests } }
    /// How many connections were made.
    package var connectionCount: Int { self.state.withLock { $0.connections } }
    /// How many functions ran at once at most.
    package var peak: Int { self.state.withLock { $0.peak } }
    /// How many transactions were begun in the database.
    package var transactionCount: Int { self.postgREST.transactionCount }

    // MARK: What goes wrong

    /// What becomes of the next requests; all later ones go well.
    package func plan(_ faults: [SimulatedFault]) {
        self.state.withLock { $0.plan = faults }
    }

    /// What becomes of every request that the plan says nothing of.
    package func script(_ script: Script?) {
        self.state.withLock { $0.script = script }
    }

    /// Which keys the gateway knows.
    package func allow(secretKeys: Set<String>, legacyKeys: Set<String>, legacyAreDisabled: Bool = false) {
        self.state.withLock { state in
            state.gateway.secretKeys = secretKeys
            state.gateway.legacyKeys = legacyKeys
            state.gateway.legacyAreDisabled = legacyAreDisabled
        }
    }

    /// The largest body that the gateway lets through.
    package func limitBodies(to bytes: Int) {
        self.state.withLock { $0.gateway.maximumBody = bytes }
    }

    /// After so many requests a connection ends, with or without an announcement.
    package func limitConnections(to requests: Int?, announcing: Bool) {
        self.state.withLock { ($0.requestsPerConnection, $0.announcesClose) = (requests, announcing) }
    }

    /// What PostgREST does to a connection that was idle for 30 s.
    package func closeIdleConnections() async throws {
        let idle = self.state.withLock { Array($0.idle.values) }
        for channel in idle { try await channel.close() }
    }

    /// A new function is not known until this.
    package func reloadSchema() async throws {
        try await self.postgREST.reloadSchema()
    }

    /// As when PostgREST has not yet heard of a migration.
    package func forgetSchema() {
        self.postgREST.forgetSchema()
    }

    // MARK: Serving

    /// Serves while the closure runs, which gets the project's URL.
    package func run<Value: Sendable>(
        tls: NIOSSLContext? = nil,
        _ body: (_ url: String) async throws -> Value
    ) async throws -> Value {
        try await self.reloadSchema()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Self.connection(channel, tls) }
            }
        let port = server.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.accept(server) }
            defer { group.cancelAll() }
            return try await body("\(tls == nil ? "http" : "https")://127.0.0.1:\(port)")
        }
    }

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>

    private static func connection(_ channel: any Channel, _ tls: NIOSSLContext?) throws -> Connection {
        if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
        // Requests are decoded; answers are written as bytes, because some are no HTTP.
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        return try Connection(wrappingChannelSynchronously: channel)
    }

    private func accept(_ server: NIOAsyncChannel<Connection, Never>) async throws {
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { await self.serve(connection) }
                }
            }
        }
    }

    private func serve(_ connection: Connection) async {
        let id = ObjectIdentifier(connection.channel)
        self.state.withLock { $0.connections += 1 }
        defer { self.state.withLock { _ = $0.idle.removeValue(forKey: id) } }
        // A connection that breaks is what many tests are about.
        try? await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            var number = 0
            var hangs = false
            self.state.withLock { $0.idle[id] = connection.channel }
            for try await part in inbound where !hangs {
                switch part {
                case .head(let next):
                    (head, body) = (next, [])
                    self.state.withLock { _ = $0.idle.removeValue(forKey: id) }
                case .body(let bytes): body += bytes.readableBytesView
                case .end:
                    guard let head else { return }
                    number += 1
                    let request = SimulatedRequest(
                        method: head.method,
                        target: head.uri,
                        headers: head.headers,
                        body: body,
                        number: number
                    )
                    switch try await self.serve(request, outbound) {
                    case .goesOn: self.state.withLock { $0.idle[id] = connection.channel }
                    case .closes: return
                    case .hangs: hangs = true
                    }
                }
            }
        }
    }

    private enum After {
        case goesOn
        case closes
        case hangs
    }

    private func serve(
        _ request: SimulatedRequest,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> After {
        let (fault, limit, announces) = self.state.withLock { state in
            state.requests.append(request)
            let fault = state.plan.isEmpty ? state.script?(request, state.requests.count - 1) : state.plan.removeFirst()
            return (fault ?? .none, state.requestsPerConnection, state.announcesClose)
        }
        let isLast = limit.map { request.number >= $0 } ?? false
        switch fault {
        case .closesBefore: return .closes
        case .hangsBefore: return .hangs
        case .answers(let answer): try await outbound.write(ByteBuffer(bytes: answer.bytes()))
        case .fails(let error): try await outbound.write(ByteBuffer(bytes: SimulatedAnswer.error(error).bytes()))
        default:
            let answer = try await self.answer(request)
            let writing = SimulatedWriting(answer, fault, isChunked: self.isChunked, announces: isLast && announces)
            for part in writing.parts { try await outbound.write(ByteBuffer(bytes: part)) }
            guard !writing.hangs else { return .hangs }
            guard !writing.closes else { return .closes }
        }
        return isLast ? .closes : .goesOn
    }

    private func answer(_ request: SimulatedRequest) async throws -> SimulatedAnswer {
        switch self.state.withLock({ $0.gateway.decide(request) }) {
        case .answers(let answer): return answer
        case .passes(let path, let token):
            self.state.withLock { state in
                state.running += 1
                state.peak = max(state.peak, state.running)
            }
            defer { self.state.withLock { $0.running -= 1 } }
            return try await self.postgREST.answer(request, path: path, token: token)
        }
    }
}
