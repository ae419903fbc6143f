// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import SQLiteStore
import SwitchboardTesting
import Testing

/// The executable as it is shipped makes a call through the simulated API of Twilio.
@Suite(.timeLimit(.minutes(3)))
struct CallOutTests {
    private static let friend = "+12025550143"
    private static let key = "a-key-for-this-test-only"

    private func environment(_ rest: SimulatedREST) -> [String: String] {
        [
            "TWILIO_ACCOUNT_SID": SimulatedAccount.example.sid, "TWILIO_API_URL": rest.baseURL,
            "TWILIO_PHONE_NUMBER": "+12025550100", "ALLOWED_DESTINATIONS": "+1,-+1900", "API_KEYS": Self.key,
            "DRAIN_SECONDS": "0",
        ]
    }

    private func post(
        _ path: String,
        _ body: String,
        to server: ServingExecutable
    ) async throws -> (status: UInt, json: [String: Any]) {
        var request = HTTPClientRequest(url: server.origin + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(Self.key)")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let text = try await response.body.collect(upTo: 1 << 20)
        let json = try? JSONSerialization.jsonObject(with: Data(text.readableBytesView)) as? [String: Any]
        return (response.status.code, json ?? [:])
    }

    private func run(
        _ body: (ServingExecutable, SimulatedREST, ServingExecutable.Folder) async throws -> Void
    ) async throws {
        try await ServingExecutable.Folder.with { folder in
            try await ServingExecutable.withTwilio { twilio in
                twilio.callees[Self.friend] = .human()
                let account = SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: ServingExecutable.token)
                let rest = try await twilio.serveREST(account: account, configure: { $0.acceptsInsecureStreams = true })
                let server = try await ServingExecutable.start(in: folder, environment: self.environment(rest))
                do {
                    try await body(server, rest, folder)
                } catch {
                    try await rest.stop()
                    throw error
                }
                server.executable.signal(SIGTERM)
                #expect(await server.executable.status() == 0)
                try await rest.stop()
            }
        }
    }

    @Test func ordersACallOnceAndEndsIt() async throws {
        try await self.run { server, rest, folder in
            let order = #"{"to": "\#(Self.friend)", "greeting": "Your table is ready.", "idempotencyKey": "order-7"}"#
            let made = try await self.post("/api/calls", order, to: server)
            #expect(made.status == 201, "\(made.json) \(server.executable.errors)")
            let sid = try #require(made.json["sid"] as? String)
            let again = try await self.post("/api/calls", order, to: server)
            #expect(again.json["sid"] as? String == sid)
            #expect(rest.callSIDs == [sid])

            try await server.poll("/api/calls/\(sid)", key: Self.key) { $1.contains(#""streams":1"#) }
            let ended = try await self.post("/api/calls/\(sid)/hangup", "{}", to: server)
            #expect((200..<300).contains(ended.status), "\(ended.json)")
            let result = try #require(await rest.result(of: sid))
            #expect(result.streams.count == 1 && result.violations.isEmpty, "\(result.violations)")
            try await server.poll("/api/calls/\(sid)", key: Self.key) { $1.contains(#""status":"completed""#) }
            let record = try await ServingExecutable.withStore(in: folder) { try await $0.call(orderedAs: "order-7") }
            #expect(record?.id.rawValue == sid && record?.termination == .operatorHungUp)
        }
    }

    @Test func dialsNobodyWhoIsNotAllowed() async throws {
        try await self.run { server, rest, _ in
            for number in ["+19005550100", "+4930123456", "12025550143", "conference:Room"] {
                let refused = try await self.post("/api/calls", #"{"to": "\#(number)"}"#, to: server)
                #expect((400..<500).contains(refused.status), "\(number): \(refused.json)")
            }
            #expect(rest.callSIDs.isEmpty)
        }
    }
}
