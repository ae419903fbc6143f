// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import GatewayHTTP
import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks a server for its calls and follows its events.
struct TailClient: Sendable {
    /// Why a server cannot be watched.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        /// Whether trying again is of no use.
        var isFinal = false
    }

    /// Pages of calls that are read at the beginning.
    private static let pages = 4

    private let http: HTTPClient
    private let origin: String
    private let key: String?
    private let call: String?

    /// Calls nobody until it is asked to. The events' connection must not be silent for longer than three of the server's
    /// usual heartbeats.
    init(origin: String, key: String?, call: String?) {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.timeout.read = .seconds(50)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        self.http = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
        self.origin = origin
        self.key = key
        self.call = call
    }

    /// Ends all connections.
    func shutdown() async { try? await self.http.shutdown() }

    /// Follows the events behind a place until the connection ends; `onOpen` is called when it stands. Returns the last
    /// place and what the server wants to be waited for.
    func follow(
        after place: String?,
        onOpen: () async throws -> Void,
        _ take: (ServerSentEvent) async -> Void
    ) async throws -> (place: String, retry: Duration?) {
        var request = self.request("/api/events" + (self.call.map { "?call=\($0)" } ?? ""))
        request.headers.add(name: "Accept", value: "text/event-stream")
        if let place { request.headers.add(name: "Last-Event-ID", value: place) }
        let response = try await self.http.execute(request, deadline: .distantFuture)
        try await self.check(response)
        try await onOpen()
        var parser = ServerSentEventParser()
        do {
            for try await bytes in response.body {
                for event in try parser.take(bytes.readableBytesView) { await take(event) }
            }
        } catch {
            guard !parser.lastID.isEmpty else { throw error }
        }
        return (parser.lastID, parser.retry)
    }

    /// The calls that go on.
    func activeCalls() async throws -> [ListedCall] {
        var calls: [ListedCall] = []
        var cursor: String?
        for _ in 0..<Self.pages {
            let query = cursor.map { "&cursor=\($0)" } ?? ""
            let response = try await self.http.execute(
                self.request("/api/calls?active=true&limit=500" + query),
                timeout: .seconds(20)
            )
            try await self.check(response)
            let body = try await response.body.collect(upTo: 8 << 20)
            let page = try JSONDecoder().decode(ListedCall.Page.self, from: Data(body.readableBytesView))
            calls += page.calls.filter { self.call == nil || $0.sid == self.call }
            cursor = page.next
            if cursor == nil { break }
        }
        return calls
    }

    private func request(_ target: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: self.origin + target)
        if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        return request
    }

    private func check(_ response: HTTPClientResponse) async throws {
        guard response.status != .ok else { return }
        let code = response.status.code
        // The rest of the answer is for people who ask with curl.
        let words =
            switch code {
            case 401: "the key is missing or wrong: set SWITCHBOARD_API_KEY"
            case 403: "the key may not read events"
            case 404: "there are no live events at this address"
            case 429: "too many watch already"
            default: "the server answers \(code)"
            }
        throw Failure(description: words, isFinal: [400, 401, 403, 404].contains(code))
    }
}
