// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing
import Twilio

/// Twilio's own Python library, pointed at the simulated API: what it can read, others can.
@Suite(.timeLimit(.minutes(4)))
struct OfficialClientTests {
    private static let isInstalled =
        (try? Self.exitStatus(of: ["python3", "-c", "import twilio.rest, requests"])) == 0

    private static func exitStatus(of arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs a script; its standard output, and what it complains of.
    private static func python(_ script: String, _ arguments: [String]) async throws -> (output: String, error: String)
    {
        let process = Process()
        let (output, error) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        process.standardOutput = output
        process.standardError = error
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        func text(_ pipe: Pipe) throws -> String {
            String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }
        return (try text(output), try text(error))
    }

    /// The client with every request sent to the simulation instead of `api.twilio.com`.
    private static let prelude = """
        import sys, json
        from twilio.rest import Client
        from twilio.base.exceptions import TwilioRestException
        from twilio.http.http_client import TwilioHttpClient
        base, account, token = sys.argv[1:4]
        class Redirected(TwilioHttpClient):
            def request(self, method, url, *args, **kwargs):
                return super().request(method, url.replace("https://api.twilio.com", base), *args, **kwargs)
        def client(user=account, secret=token):
            return Client(user, secret, account_sid=account, http_client=Redirected())
        twilio = client()

        """

    private func run(_ script: String, _ stage: RESTStage) async throws -> [String] {
        let arguments = [stage.rest.baseURL, stage.client.account, stage.client.secret]
        let (output, error) = try await Self.python(Self.prelude + script, arguments)
        #expect(error.isEmpty)
        return output.split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: isInstalled, "needs python3 with the package twilio"))
    func makesFetchesListsAndEndsCalls() async throws {
        try await withREST { stage in
            stage.twilio.callees["+15005550010"] = .human(after: .zero)
            let script = #"""
                for number in range(5):
                    call = twilio.calls.create(to="+1500555001%d" % number, from_="+15005550006",
                        url="https://voice.example.com/voice", status_callback="https://voice.example.com/status",
                        status_callback_event=["initiated", "answered"], machine_detection="Enable", timeout=20)
                    print(call.status, call.direction, call.to, call.date_created.year > 2000, call.duration)
                fetched = twilio.calls(call.sid).fetch()
                print(fetched.sid == call.sid, fetched._from, fetched.price_unit, fetched.queue_time)
                print(len(twilio.calls.list(page_size=2)), len(twilio.calls.list(to="+15005550013")))
                from datetime import datetime
                print(len(twilio.calls.list(start_time_after=datetime(2999, 1, 1))))
                page = twilio.calls.page(page_size=2)
                print([c.to for c in page], [c.to for c in page.next_page()])
                """#
            let lines = try await self.run(script, stage)
            try #require(lines.count == 9)
            #expect(lines[0] == "queued outbound-api +15005550010 True None")
            #expect(lines[5] == "True +15005550006 USD 0" && lines[6] == "5 1" && lines[7] == "0")
            #expect(lines[8] == "['+15005550014', '+15005550013'] ['+15005550012', '+15005550011']")
            let form = try #require(stage.rest.requests.first?.form)
            #expect(form.values(of: "StatusCallbackEvent") == ["initiated", "answered"])
        }
    }

    @Test(.enabled(if: isInstalled, "needs python3 with the package twilio"))
    func controlsARunningCall() async throws {
        try await withREST(pace: 1, respond: { _ in .twiML(#"<Pause length="600"/>"#) }) { stage in
            stage.twilio.callees["+15005550010"] = .human(after: .zero)
            let script = #"""
                call = twilio.calls.create(to="+15005550010", from_="+15005550006", url="https://voice.example.com/v")
                while twilio.calls(call.sid).fetch().status != "in-progress": pass
                recording = twilio.calls(call.sid).recordings.create(recording_channels="dual")
                print(recording.status, recording.channels, recording.source, recording.call_sid == call.sid)
                print(twilio.calls(call.sid).recordings(recording.sid).update(status="paused").status)
                print(twilio.calls(call.sid).recordings("Twilio.CURRENT").update(status="stopped").status)
                print(twilio.calls(call.sid).update(twiml="<Response><Pause length='600'/></Response>").status)
                print(twilio.calls(call.sid).update(status="completed").sid == call.sid)
                while twilio.calls(call.sid).fetch().status != "completed": pass
                try:
                    twilio.calls(call.sid).update(status="completed")
                except TwilioRestException as error:
                    print(error.status, error.code)
                print(twilio.recordings(recording.sid).fetch().status in ("completed", "absent"))
                print(twilio.recordings(recording.sid).delete(), twilio.calls(call.sid).delete())
                """#
            let lines = try await self.run(script, stage)
            #expect(
                lines == [
                    "in-progress 2 StartCallRecordingAPI True", "paused", "stopped", "in-progress", "True", "400 21220",
                    "True", "True True",
                ]
            )
        }
    }

    @Test(.enabled(if: isInstalled, "needs python3 with the package twilio"))
    func understandsErrorsNumbersAndMessages() async throws {
        try await withREST { stage in
            stage.twilio.numbers.own("+15005550006")
            stage.rest.plan(.status(429), path: "Queues")
            let script = #"""
                def attempt(action):
                    try:
                        print(action())
                    except TwilioRestException as error:
                        print(error.status, error.code, error.method)
                attempt(lambda: twilio.calls.create(to="12", from_="+15005550006", url="https://voice.example.com/v"))
                attempt(lambda: twilio.calls.create(to="+15005550010", from_="+15005550007", twiml="<Response/>"))
                attempt(lambda: twilio.calls("CA" + "0" * 32).fetch())
                attempt(lambda: client(secret="wrong").calls("CA" + "0" * 32).fetch())
                attempt(lambda: twilio.queues("QU" + "0" * 32).fetch())
                number = twilio.incoming_phone_numbers.list(phone_number="+15005550006")[0]
                print(number.voice_url == "", number.capabilities["voice"])
                print(number.update(voice_url="https://voice.example.com/v", voice_method="GET").voice_method)
                message = twilio.messages.create(to="+15005550010", from_="+15005550006", body="Grüße & “more”")
                print(twilio.messages(message.sid).fetch().body, message.num_segments)
                print(twilio.api.v2010.accounts(account).fetch().status)
                print(len(twilio.conferences.list(status="in-progress")))
                """#
            let lines = try await self.run(script, stage)
            #expect(
                lines == [
                    "400 21211 POST", "400 21210 POST", "404 20404 GET", "401 20003 GET", "429 20429 GET", "True True",
                    "GET", "Grüße & “more” 1", "active", "0",
                ]
            )
        }
    }
}
