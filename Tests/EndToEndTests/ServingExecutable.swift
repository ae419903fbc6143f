// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NginxTestSupport
import SQLiteStore
import SwitchboardTesting
import Testing

@testable import switchboard

/// `switchboard serve` as a process of its own, and a simulated Twilio that calls it.
struct ServingExecutable: Sendable {
    static let token = "fedcba9876543210fedcba9876543210"

    /// Does not try again: a port where nobody listens is an answer too.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }()

    /// A folder for the files of one test, with the path of its store.
    struct Folder: Sendable {
        let path: String
        var store: String { "\(self.path)/switchboard.sqlite" }

        static func with<Result>(_ body: (Folder) async throws -> Result) async throws -> Result {
            let path = FileManager.default.temporaryDirectory.appending(path: "switchboard-test-\(UUID())").path()
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: path) }
            return try await body(Folder(path: path))
        }
    }

    let executable: Executable
    let port: Int

    var origin: String { "http://127.0.0.1:\(self.port)" }

    /// Returns when it listens. Without other wishes it has no engines and logs JSON.
    static func start(
        in folder: Folder,
        port: Int = 0,
        limit: String? = nil,
        arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> ServingExecutable {
        let defaults = [
            "SPEECH": "none", "LOG_FORMAT": "json", "SQLITE_PATH": folder.store, "TWILIO_AUTH_TOKEN": Self.token,
        ]
        let executable = try Executable.start(
            ["serve", "--port", String(port)] + arguments,
            environment: defaults.merging(environment) { $1 },
            limit: limit
        )
        let line = try await executable.waitForLine(containing: "\"msg\":\"listening\"")
        let bound = try #require(line.firstMatch(of: /"http\.port":"?(\d+)/)?.1)
        return ServingExecutable(executable: executable, port: try #require(Int(bound)))
    }

    /// A call to this server. Its status callback is not set.
    func call(_ steps: [CallerStep] = [], path: String = "/api/calls/incoming") -> SimulatedCall {
        var call = SimulatedCall(
            url: self.origin + path,
            account: SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: Self.token)
        )
        call.acceptsInsecureStreams = true
        call.voice = "rms"
        call.script = CallerScript(steps: steps)
        return call
    }

    /// Lends a Twilio whose callers can speak.
    static func withTwilio<Result>(_ body: (SimulatedTwilio) async throws -> Result) async throws -> Result {
        let group = MultiThreadedEventLoopGroup.singleton
        let twilio = SimulatedTwilio(eventLoopGroup: group, synthesiser: try SpeechEngines.voice())
        do {
            let result = try await body(twilio)
            try await twilio.shutdown()
            return result
        } catch {
            try await twilio.shutdown()
            throw error
        }
    }

    /// Asks over a connection of its own: status and body.
    func get(_ path: String, headers: [String: String] = [:]) async throws -> (status: UInt, body: String) {
        var request = HTTPClientRequest(url: self.origin + path)
        request.headers.add(name: "Connection", value: "close")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await Self.http.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (response.status.code, String(buffer: body))
    }

    /// Sends a JSON document over a connection of its own: status and body.
    func put(_ path: String, key: String, _ json: String) async throws -> (status: UInt, body: String) {
        var request = HTTPClientRequest(url: self.origin + path)
        request.method = .PUT
        request.headers.add(name: "Connection", value: "close")
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: json))
        let response = try await Self.http.execute(request, timeout: .seconds(10))
        return (response.status.code, String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    /// Asks again and again until the answer fits; an issue when it never does.
    @discardableResult
    func poll(
        _ path: String,
        key: String? = nil,
        within limit: Duration = .seconds(10),
        until fits: (UInt, String) throws -> Bool
    ) async throws -> String {
        var last = (status: UInt(0), body: "")
        let isAnswered = try await Asking.until(within: limit) {
            let headers = key.map { ["Authorization": "Bearer \($0)"] } ?? [:]
            guard let answer = try? await self.get(path, headers: headers) else { return false }
            last = answer
            return try fits(answer.status, answer.body)
        }
        if !isAnswered { Issue.record("\(path) never answered what was expected, at last \(last.status) \(last.body)") }
        return last.body
    }

    /// The lines that operators are shown of a call, once there is one.
    func shownLines(of sid: String) async throws -> [String] {
        let path = "/api/calls/\(sid)/transcript?format=text"
        let text = try await self.poll(path) { status, body in status == 200 && body.contains("Agent: ") }
        return text.split(separator: "\n").compactMap { line in
            line.firstRange(of: ": ").map { String(line[$0.upperBound...]) }
        }
    }

    /// The lines of a call that a server has left behind in its file.
    static func keptLines(of sid: String, in folder: Folder) async throws -> [String] {
        try await self.withStore(in: folder) { try await $0.transcript(of: CallID(sid)).map(\.line.text) }
    }

    /// Opens what a server has left behind.
    static func withStore<Result>(
        in folder: Folder,
        _ body: (SQLiteStore) async throws -> Result
    ) async throws -> Result {
        let store = try SQLiteStore(path: folder.store)
        let result = try await body(store)
        try await store.close()
        return result
    }
}
