// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SafeText
import Testing
import Twilio

@testable import GatewayHTTP

/// Which calls are listed and which lines are found; and what is made of hostile conditions.
@Suite(.timeLimit(.minutes(1)))
struct FilterTests {
    private func get(_ target: String, on gateway: TestGateway) async throws -> RawHTTP.Answer {
        try await RawHTTP.request("GET", target, port: gateway.port)
    }

    /// The names of the calls of an answer.
    private func sids(_ query: String, on gateway: TestGateway) async throws -> Set<String> {
        let answer = try await self.get("/api/calls\(query)", on: gateway)
        #expect(answer.status == 200, "\(query): \(answer.body)")
        let page = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        let calls = try #require(page?["calls"] as? [[String: Any]])
        return Set(calls.compactMap { $0["sid"] as? String })
    }

    private func receive(
        _ direction: CallCore.CallDirection,
        _ from: String,
        _ to: String,
        day: Int,
        _ kinds: [CallEvent.Kind],
        on gateway: TestGateway
    ) async throws -> String {
        let id = CallID(CallSID.random().description)
        let time = Date(timeIntervalSince1970: 1_795_392_000 + Double(day) * 86_400)
        let info = CallInfo(
            id: id,
            account: TestGateway.account,
            direction: direction,
            from: from,
            to: to,
            receivedAt: time
        )
        for kind in [.received(info)] + kinds {
            var event = gateway.journal.event(kind, in: id)
            event.time = time
            _ = try await gateway.journal.append(event)
        }
        return id.rawValue
    }

    @Test func everyConditionChooses() async throws {
        try await TestGateway.run { gateway in
            let busy = try await self.receive(
                .outbound,
                "+12025550101",
                "+12025550102",
                day: 0,
                [.status(.busy, duration: 0, sequence: nil)],
                on: gateway
            )
            let done = try await self.receive(
                .inbound,
                "+12025550102",
                "+12025550103",
                day: 1,
                [
                    TestGateway.stream, .nextDecided(.hangUp), .streamEnded(.callerHungUp),
                    .status(.completed, duration: 9, sequence: nil),
                ],
                on: gateway
            )
            let live = try await self.receive(
                .inbound,
                "client:alice",
                "+12025550103",
                day: 2,
                [TestGateway.stream],
                on: gateway
            )
            let wanted: [(String, Set<String>)] = [
                ("", [busy, done, live]), ("?active=true", [live]), ("?active=false", [busy, done]),
                ("?from=2026-11-24", [done, live]), ("?to=2026-11-24", [busy]),
                ("?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00%2B00:00", [done]),
                ("?from=2026-11-24T00:00:00+00:00", [done, live]), ("?from=2026-11-24T00:00:00.001Z", [live]),
                ("?number=%2B12025550102", [busy, done]), ("?number=+12025550102", [busy, done]),
                ("?number=client:alice", [live]), ("?number=client%3Aalice", [live]), ("?number=Client:Alice", []),
                ("?direction=outbound", [busy]), ("?direction=inbound", [done, live]), ("?status=busy", [busy]),
                ("?status=in-progress", [live]), ("?result=success", [done]), ("?result=moved", []),
                ("?direction=inbound&active=false&number=%2B12025550102&result=success", [done]),
                ("?direction=inbound&status=busy", []),
            ]
            for (query, sids) in wanted {
                let found = try await self.sids(query, on: gateway)
                #expect(found == sids, "\(query)")
            }
        }
    }

    @Test(arguments: [
        "'", "%27%20OR%20%271%27=%271", "%25", "+1%25", "_", "*", "%2B1202555%2A", "or=(id.gt.0)", "eq.+12025550101",
        "(select%201)", "a,b", "a.b", "%22", "%5C", "%00", "%E2%80%AE", "%2B12025550101%00", "%2B12025550101'--",
        "in.(%2B12025550101)", "not.is.null", "%F0%9F%93%9E", "${jndi:ldap://x}", "../../x",
    ])
    func aHostileNumberIsOnlyANumberNobodyHas(_ value: String) async throws {
        try await TestGateway.run { gateway in
            _ = try await gateway.receive()
            let answer = try await self.get("/api/calls?number=\(value)", on: gateway)
            // U+0000 alone is nothing at all once it is cleaned.
            #expect(answer.status == 200 || answer.status == 400)
            if answer.status == 200 { #expect(answer.body == #"{"calls":[]}"#) }
        }
    }

    @Test(arguments: [
        ("active=yes", "active"), ("active=", "active"), ("from=2026-02-30", "from"), ("to=1.1.2026", "to"),
        ("to=2026-11-23T08:00", "to"), ("from=2026-11-23';--", "from"), ("number=", "number"),
        ("direction=in", "direction"),
        ("direction=INBOUND", "direction"), ("status=done", "status"), ("status=or=(id.gt.0)", "status"),
        ("result=good", "result"), ("limit=0", "limit"), ("limit=501", "limit"), ("limit=1e2", "limit"),
        ("limit=%D9%A1", "limit"), ("cursor=1.zz", "cursor"), ("cursor=or(1,1)", "cursor"), ("statsu=busy", "statsu"),
        ("status=busy&status=failed", "status"), ("select=*", "select"), ("%3Cscript%3E=1", "\\u003cscript\\u003e"),
        ("number=" + String(repeating: "1", count: 513), "number"),
    ])
    func aConditionThatMakesNoSenseIsNamed(_ query: String, _ field: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.get("/api/calls?\(query)", on: gateway)
            #expect(answer.status == 400)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(answer.body.contains(#""field":"\#(field)""#), "\(answer.body)")
        }
    }

    // MARK: Search

    private func said(_ speaker: Speaker, _ text: String) -> CallEvent.Kind {
        .spoken(SpokenLine(speaker: speaker, text: text, start: .zero, end: .seconds(1), source: "test"))
    }

    private func texts(_ query: String, on gateway: TestGateway) async throws -> [String] {
        let answer = try await self.get("/api/search?\(query)", on: gateway)
        #expect(answer.status == 200, "\(query): \(answer.body)")
        let page = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        return try #require(page?["matches"] as? [[String: Any]]).compactMap { $0["text"] as? String }
    }

    @Test func findsLinesByWordsSpeakerAndTime() async throws {
        try await TestGateway.run { gateway in
            let kinds = [
                self.said(.caller, "Eine Reservierung für Über-Müller"), self.said(.agent, "Die Reservierung ist da"),
            ]
            let call = try await self.receive(.inbound, "+12025550101", "+12025550102", day: 0, kinds, on: gateway)
            _ = try await self.receive(
                .inbound,
                "+12025550101",
                "+12025550102",
                day: 1,
                [self.said(.caller, "Noch eine Reservierung")],
                on: gateway
            )
            #expect(try await self.texts("q=reservierung", on: gateway).count == 3)
            #expect(try await self.texts("q=reserv*%20muller", on: gateway) == ["Eine Reservierung für Über-Müller"])
            #expect(try await self.texts("q=reservierung&speaker=agent", on: gateway) == ["Die Reservierung ist da"])
            #expect(try await self.texts("q=reservierung&from=2026-11-24", on: gateway) == ["Noch eine Reservierung"])
            #expect(try await self.texts("q=reservierung&to=2026-11-24", on: gateway).count == 2)
            let answer = try await self.get("/api/search?q=uber", on: gateway)
            #expect(answer.body.contains(#""call":"\#(call)""#))
            #expect(answer.body.contains(#""time":"2026-11-23T00:00:00.000Z""#))
            // Page by page, every line once.
            let first = try await self.get("/api/search?q=reservierung&limit=2", on: gateway)
            let cursor = try #require(first.body.firstMatch(of: /"next":"([^"]+)"/)?.1)
            #expect(try await self.texts("q=reservierung&limit=2&cursor=\(cursor)", on: gateway).count == 1)
        }
    }

    @Test(arguments: [
        "q='%20OR%20'1'='1", "q=%25", "q=a%20%26%20!b", "q=a%20%7C%20b", "q=%22unclosed", "q=NEAR(a%20b)", "q=a:*",
        "q=text:x", "q=%3C-%3E", "q=*", "q=%00a", "q=(a", "q=a)", "q=%5C", "q=to_tsquery('x')", "q=or=(text.ilike.*)",
    ])
    func aHostileSearchOnlyFindsNothing(_ query: String) async throws {
        try await TestGateway.run { gateway in
            _ = try await self.receive(
                .inbound,
                "+12025550101",
                "+12025550102",
                day: 0,
                [self.said(.caller, "something else entirely")],
                on: gateway
            )
            let answer = try await self.get("/api/search?\(query)", on: gateway)
            #expect(answer.status == 400 || answer.body == #"{"matches":[]}"#, "\(answer.body)")
        }
    }

    @Test(arguments: [
        ("", "q"), ("q=", "q"), ("q=%20!%3F", "q"), ("q=a&speaker=nobody", "speaker"), ("q=a&from=now", "from"),
        ("q=a&limit=-1", "limit"), ("q=a&cursor=x", "cursor"), ("q=a&q=b", "q"), ("query=a", "query"),
        ("q=" + String(repeating: "a", count: 1_001), "q"),
    ])
    func aSearchThatMakesNoSenseIsNamed(_ query: String, _ field: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.get("/api/search?\(query)", on: gateway)
            #expect(answer.status == 400)
            #expect(answer.body.contains(#""field":"\#(field)""#), "\(answer.body)")
        }
    }

    @Test func whatIsFoundIsHarmlessInAPage() async throws {
        try await TestGateway.run { gateway in
            let text = "found <script>alert(1)</script> \u{202E}&\u{2028}"
            _ = try await self.receive(
                .inbound,
                "+12025550101",
                "<img src=x onerror=alert(1)>",
                day: 0,
                [self.said(.caller, text)],
                on: gateway
            )
            for target in ["/api/search?q=found", "/api/calls", "/api/calls/export"] {
                let answer = try await self.get(target, on: gateway)
                #expect(answer.status == 200)
                #expect(!answer.body.contains("<") && !answer.body.contains("\u{202E}"))
                #expect(!answer.body.contains("\u{2028}"))
                #expect(answer["x-content-type-options"] == "nosniff")
            }
        }
    }
}
