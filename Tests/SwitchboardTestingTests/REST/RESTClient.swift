// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Twilio

@testable import SwitchboardTesting

/// A client of the REST API as plain as can be: forms in, JSON out.
struct RESTClient {
    struct Answer {
        var status: Int
        var headers: HTTPHeaders
        var bytes: [UInt8]

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(self.bytes)) as? [String: Any]) ?? [:]
        }
        var code: Int? { self.json["code"] as? Int }
        func text(_ name: String) -> String? { self.json[name] as? String }
        func rows(_ name: String) -> [[String: Any]] { self.json[name] as? [[String: Any]] ?? [] }
    }

    let http: HTTPClient
    let baseURL: String
    let account: String
    var user: String
    var secret: String

    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ form: FormParameters = [:]
    ) async throws -> Answer {
        let isWhole = path.hasPrefix("/")
        var request = HTTPClientRequest(
            url: self.baseURL + (isWhole ? path : "/2010-04-01/Accounts/\(self.account)/\(path)")
        )
        request.method = method
        request.setBasicAuth(username: self.user, password: self.secret)
        if !form.isEmpty {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(bytes: form.encoded))
        }
        let response = try await self.http.execute(request, deadline: .now() + .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 24)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            bytes: Array(body.readableBytesView)
        )
    }

    func get(_ path: String) async throws -> Answer { try await self.send(.GET, path) }
    func post(_ path: String, _ form: FormParameters) async throws -> Answer { try await self.send(.POST, path, form) }
    func delete(_ path: String) async throws -> Answer { try await self.send(.DELETE, path) }
}

/// What calls report, to wait for.
final class EventLog: Sendable {
    private let seen = Mutex<[(sid: String, event: SimulatedCallEvent)]>([])
    private let bell = Doorbell()

    func note(_ sid: String, _ event: SimulatedCallEvent) {
        self.seen.withLock { $0.append((sid, event)) }
        self.bell.ring()
    }

    /// Returns when something was reported.
    func wait(for isWanted: (SimulatedCallEvent) -> Bool) async {
        while !Task.isCancelled {
            let rings = self.bell.rings
            if self.seen.withLock({ $0.contains { isWanted($0.event) } }) { return }
            await self.bell.wait(after: rings)
        }
    }

    func wait(forVerb name: String, times: Int = 1) async {
        while !Task.isCancelled {
            let rings = self.bell.rings
            let count = self.seen.withLock { seen in
                seen.count { if case .verb(let verb) = $0.event { verb.name == name } else { false } }
            }
            if count >= times { return }
            await self.bell.wait(after: rings)
        }
    }
}

/// A Twilio with a REST API, a server of documents, and a client.
struct RESTStage {
    var twilio: SimulatedTwilio
    var rest: SimulatedREST
    var server: TwiMLServer
    var client: RESTClient
    var log: EventLog

    /// A form that makes a call to this number, with its document at `/voice`.
    func form(to number: String, _ more: FormParameters = [:]) -> FormParameters {
        var form: FormParameters = [
            "To": number, "From": "+15005550006", "Url": "https://voice.example.com/voice",
        ]
        for field in more { form.append(field) }
        return form
    }

    /// Makes a call and waits for its end.
    func call(_ number: String, _ more: FormParameters = [:]) async throws -> SimulatedCallResult {
        let answer = try await self.client.post("Calls.json", self.form(to: number, more))
        return await self.rest.result(of: answer.text("sid") ?? "") ?? SimulatedCallResult(sid: "none")
    }
}

/// Runs a test with all of that, and ends it.
func withREST(
    pace: Double = 1000,
    agent: @escaping @Sendable () -> Agent = { Agent() },
    respond: @escaping TwiMLServer.Respond = { _ in .twiML("<Say>Hello</Say>") },
    _ body: (RESTStage) async throws -> Void
) async throws {
    try await withSimulation(agent: agent, respond: respond) { twilio, server in
        let log = EventLog()
        let rest = try await twilio.serveREST(
            account: .example,
            routes: ["https://voice.example.com": server.origin],
            configure: { call in
                call.verbPace = pace
                call.pace = 4
                call.limits.close = .seconds(1)
                // Who waits for somebody else waits long enough on a busy machine.
                call.limits.duration = .seconds(36_000)
                call.limits.webhook = .seconds(120)
            },
            report: { log.note($0, $1) }
        )
        let http = HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton))
        let sid = SimulatedAccount.example.sid
        let client = RESTClient(http: http, baseURL: rest.baseURL, account: sid, user: sid, secret: "12345")
        do {
            try await body(RESTStage(twilio: twilio, rest: rest, server: server, client: client, log: log))
            try await http.shutdown()
            try await rest.stop()
        } catch {
            try await http.shutdown()
            try await rest.stop()
            throw error
        }
    }
}
