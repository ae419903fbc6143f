// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import NIOCore
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct LiveEventRouteTests {
    private static func say(_ text: String, in call: CallSID, on gateway: TestGateway) async throws {
        let line = SpokenLine(speaker: .caller, text: text, start: .zero, end: .seconds(1), source: "test")
        _ = try await gateway.journal.append(gateway.journal.event(.spoken(line), in: CallID(call.description)))
    }

    @Test func showsEveryEventWhenItIsStored() async throws {
        try await TestGateway.run { gateway in
            try await LiveReader.watching(on: gateway) { reader in
                #expect(reader.text.hasPrefix("HTTP/1.1 200"))
                let head = reader.text.lowercased()
                #expect(
                    head.contains("content-type: text/event-stream\r\n") && head.contains("cache-control: no-cache\r\n")
                )
                #expect(head.contains("x-accel-buffering: no\r\n"))
                let call = CallSID.random()
                _ = try await gateway.call(call)
                try await Self.say("a\n\ndata: <b>\u{2028}\u{1B}[2J", in: call, on: gateway)
                try await gateway.eventually { try reader.events.contains { $0.name == "spoken" } }
                let events = try reader.events
                #expect(events.first?.name == "received" && events.first?.data.contains("+15005550006") == true)
                let spoken = try #require(events.first { $0.name == "spoken" })
                let document = try JSONDecoder().decode(CallEventDocument.self, from: Data(spoken.data.utf8))
                #expect(document.call == call.description && document.data.number == 1)
                #expect(document.data.text == "a data: <b> " || document.data.text?.hasPrefix("a data: <b>") == true)
                #expect(!spoken.data.contains("<") && !spoken.data.contains("\u{1B}"))
                #expect(Set(events.map(\.id)).count == events.count)
            }
        }
    }

    @Test func goesOnBehindTheLastEventThatWasSeen() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let last = try await LiveReader.watching(on: gateway) { reader in
                _ = try await gateway.call(call)
                try await gateway.eventually { try !reader.events.isEmpty }
                return try #require(try reader.events.last).id
            }
            try await Self.say("meanwhile", in: call, on: gateway)
            for (target, headers) in [
                ("/api/events", [("Last-Event-ID", last)]), ("/api/events?last_event_id=\(last)", []),
            ] {
                try await LiveReader.watching(target, on: gateway, headers) { reader in
                    try await gateway.eventually { try reader.events.contains { $0.data.contains("meanwhile") } }
                    #expect(try reader.events.allSatisfy { $0.name != "gap" && $0.name != "received" })
                }
            }
            try await LiveReader.watching(on: gateway, [("Last-Event-ID", "abc-1")]) { reader in
                try await gateway.eventually { try reader.events.contains { $0.data.contains("meanwhile") } }
                #expect(try reader.events.first?.name == "gap")
                #expect(try reader.events.first?.data == #"{"reason":"other_process"}"#)
            }
        }
    }

    @Test func showsOneCallToWhomThatIsEnough() async throws {
        try await TestGateway.run { gateway in
            let (call, other) = (CallSID.random(), CallSID.random())
            try await LiveReader.watching("/api/events?call=\(call)", on: gateway) { reader in
                _ = try await gateway.call(other)
                _ = try await gateway.call(call)
                try await gateway.eventually { try !reader.events.isEmpty }
                #expect(try reader.events.allSatisfy { $0.data.contains(call.description) })
                #expect(!reader.text.contains(other.description))
            }
            for target in ["/api/events?call=x", "/api/events?calls=x", "/api/events?call=\(call)&call=\(call)"] {
                #expect(try await RawHTTP.request("GET", target, port: gateway.port).status == 400)
            }
        }
    }

    @Test func takesNoMoreReadersThanItMayAndGivesPlacesBack() async throws {
        try await TestGateway.run({ $0.gateway.events.readers = 1 }) { gateway in
            try await LiveReader.watching(on: gateway) { _ in
                let answer = try await RawHTTP.request("GET", "/api/events", port: gateway.port)
                #expect(answer.status == 429 && answer["retry-after"] == "10")
                #expect(answer.body.contains("EVENTS_READERS"))
            }
            // The one who left is noticed without an event.
            try await gateway.eventually {
                try await RawHTTP.request("HEAD", "/api/events", port: gateway.port).status == 200
            }
        }
    }

    @Test func livesLongerThanTheEdgeWouldWaitForRequests() async throws {
        try await TestGateway.run({
            $0.gateway.edge.idleTimeout = .seconds(1)
            $0.gateway.edge.bodyTimeout = .seconds(1)
            $0.gateway.edge.headTimeout = .seconds(1)
            $0.gateway.events.heartbeat = .milliseconds(300)
        }) { gateway in
            try await LiveReader.watching(on: gateway) { reader in
                // Ten heartbeats are three times as long as anything may be silent.
                try await gateway.eventually {
                    reader.isOver || reader.text.split(separator: ": still here").count > 10
                }
                #expect(!reader.isOver)
                _ = try await gateway.call(.random())
                try await gateway.eventually { try !reader.events.isEmpty }
            }
        }
    }

    @Test func endsWholeWhenTheServerShutsDown() async throws {
        try await TestGateway.run { gateway in
            try await LiveReader.watching(on: gateway) { reader in
                await gateway.shutDown()
                try await gateway.eventually { reader.isOver }
                #expect(reader.text.hasSuffix("0\r\n\r\n"), "the last chunk came")
            }
        }
    }

    @Test func isForOperators() async throws {
        try await TestGateway.run({ $0.gateway.apiKeys = ["first-key-of-all"] }) { gateway in
            #expect(try await RawHTTP.request("GET", "/api/events", port: gateway.port).status == 401)
            try await LiveReader.watching(on: gateway, [("Authorization", "Bearer first-key-of-all")]) { reader in
                #expect(reader.text.hasPrefix("HTTP/1.1 200"))
            }
        }
    }
}
