// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import Testing
import Twilio

/// Streams that the REST API starts and stops in a running call.
@Suite(.timeLimit(.minutes(2)))
struct LiveStreamTests {
    private static let number = "+15005550010"

    private static let order: FormParameters = [
        "Url": "wss://voice.example.com/media/secret", "Name": "ears", "Track": "both_tracks",
        "StatusCallback": "https://voice.example.com/stream-status", "Parameter1.Name": "token",
        "Parameter1.Value": "abc",
    ]

    @Test func startsAndStopsAStreamOfBothSides() async throws {
        try await withREST(pace: 1, respond: { _ in .twiML(#"<Pause length="300"/>"#) }) { stage in
            stage.twilio.callees[Self.number] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.number)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Pause")
            let started = try await stage.client.post("Calls/\(sid)/Streams.json", Self.order)
            #expect(started.status == 201 && started.text("status") == "in-progress")
            #expect(started.text("name") == "ears" && started.text("call_sid") == sid)
            #expect(StreamSID(started.text("sid") ?? "") != nil)
            let again = try await stage.client.post("Calls/\(sid)/Streams.json", Self.order)
            #expect(again.status == 400)
            let stopped = try await stage.client.post("Calls/\(sid)/Streams/ears.json", ["Status": "stopped"])
            #expect(stopped.status == 200 && stopped.text("status") == "stopped")
            let missing = try await stage.client.post("Calls/\(sid)/Streams/nobody.json", ["Status": "stopped"])
            #expect(missing.status == 404)
            _ = try await stage.client.post("Calls/\(sid).json", ["Status": "completed"])
            let result = await stage.rest.result(of: sid)
            #expect(result?.backgroundStreams.map(\.tracks) == [["inbound", "outbound"]])
            #expect(result?.backgroundStreams.map(\.name) == ["ears"])
            let events = stage.server.forms(at: "/stream-status").map { $0["StreamEvent"] }
            #expect(events == ["stream-started", "stream-stopped"])
        }
    }

    @Test(arguments: [("Url", "https://voice.example.com/m"), ("Url", ""), ("Track", "left"), ("StatusCallback", "x")])
    func refusesWhatIsNoOrder(_ name: String, _ value: String) async throws {
        try await withREST(pace: 1, respond: { _ in .twiML(#"<Pause length="300"/>"#) }) { stage in
            stage.twilio.callees[Self.number] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.number)).text("sid") ?? ""
            await stage.log.wait(forVerb: "Pause")
            let form = FormParameters(Self.order.map { $0.name == name ? .init(name: name, value: value) : $0 })
            let answer = try await stage.client.post("Calls/\(sid)/Streams.json", form)
            #expect(answer.status == 400)
            _ = try await stage.client.post("Calls/\(sid).json", ["Status": "completed"])
            #expect(await stage.rest.result(of: sid)?.backgroundStreams.isEmpty == true)
        }
    }
}
