// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct IncomingTests {
    @Test func opensAStreamAndAsksWhatComesNext() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: call))
            let token = try TestGateway.token(in: answer.body)
            #expect(answer.status == 200)
            #expect(answer["content-type"] == "text/xml; charset=utf-8")
            #expect(
                answer.body == """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <Response><Connect>\
                    <Stream url="wss://voice.example.com/api/calls/stream/\(token)" \
                    statusCallback="https://voice.example.com/api/calls/stream-status"/></Connect>\
                    <Redirect method="POST">https://voice.example.com/api/calls/next</Redirect></Response>
                    """
            )
            let record = try #require(try await gateway.store.call(CallID(call.description)))
            #expect(record.info.from == "+15005550006")
            #expect(record.info.account == TestGateway.account)
            #expect(gateway.manager.snapshot.pending == 1)
        }
    }

    @Test func standsInForAPublicAddressWithTheBoundPort() async throws {
        try await TestGateway.run({ $0.gateway.publicURL = nil }) { gateway in
            let form = TestGateway.form(call: .random())
            let base = "http://127.0.0.1:\(gateway.port)"
            let signature = TestGateway.sign("/api/calls/incoming", form, base: base)
            let headers = [("X-Twilio-Signature", signature)]
            let answer = try await gateway.post("/api/calls/incoming", form, headers: headers)
            #expect(answer.body.contains(#"<Stream url="ws://127.0.0.1:\#(gateway.port)/api/calls/stream/"#))
            #expect(answer.body.contains(">\(base)/api/calls/next</Redirect>"))
        }
    }

    @Test func givesARepeatedWebhookTheSameTokenAndKeepsTheCallOnce() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let tokens = [try await gateway.call(call), try await gateway.call(call), try await gateway.call(call)]
            #expect(Set(tokens).count == 1)
            #expect(try await gateway.store.events(of: CallID(call.description)).count == 1)
            #expect(gateway.manager.snapshot.pending == 1)
        }
    }

    @Test func givesTheSameAnswerToTheSameIdempotencyTokenEvenWhenTheCallHasGoneOn() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let headers = [("I-Twilio-Idempotency-Token", "9d8d9ce0-0000-4000-8000-000000000000")]
            let token = try await gateway.call(call, headers)
            let stream = try await StreamClient.open(token, on: gateway)
            try await stream.send(.start(StreamClient.start(call, stream: .random())))
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            #expect(try await gateway.call(call, headers) == token)
            #expect(gateway.manager.snapshot.pending == 0)
            #expect(try await gateway.call(.random(), headers) != token)
        }
    }

    @Test func sendsARepeatedWebhookOfACallThatIsOverAway() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            let done = TestGateway.form(call: call, status: "completed")
            #expect(try await gateway.post("/api/calls/status", done).status == 204)
            // The store keeps milliseconds; the repetition comes later than that.
            let clock = ContinuousClock()
            let later = clock.now + .milliseconds(30)
            try await gateway.eventually { clock.now > later }
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: call))
            #expect(answer.body.contains("<Response><Hangup/></Response>"))
            #expect(gateway.manager.snapshot.pending == 0)
        }
    }

    @Test func asksQuestionsThroughTheCarrierWhenAllLinesAreBusy() async throws {
        try await TestGateway.run({ $0.manager.maximumCalls = 0 }) { gateway in
            let call = CallSID.random()
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: call))
            #expect(answer.body.contains("<Gather action=\"https://voice.example.com/api/calls/gather?turns=0"))
            #expect(answer.body.contains("<Say>Hello. How can I help you?</Say></Gather>"))
            #expect(!answer.body.contains("<Stream"))
            await gateway.journal.flush()
            #expect(try await gateway.store.call(CallID(call.description))?.next == .gather)
        }
    }

    @Test func sendsCallsToVoicemailWhenAllLinesAreBusyAndThePolicySaysSo() async throws {
        try await TestGateway.run({ setup in
            setup.manager.maximumCalls = 1
            setup.dialogue.policy.overflow = .handover
        }) { gateway in
            _ = try await gateway.call(.random())
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.status == 200)
            #expect(answer.body.contains("All our lines are busy"))
            #expect(answer.body.contains(#"<Record action="https://voice.example.com/api/calls/recording""#))
            #expect(!answer.body.contains("<Stream"))
        }
    }

    @Test func connectsCallsWithAPersonWhenAllLinesAreBusyAndThePolicySaysSo() async throws {
        try await TestGateway.run({ setup in
            setup.manager.maximumCalls = 0
            setup.dialogue.policy.overflow = .handover
            setup.dialogue.policy.handover = .transfer(to: "+15005550009")
        }) { gateway in
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.body.contains(">+15005550009</Number>"))
            #expect(answer.body.contains(#"action="https://voice.example.com/api/calls/transfer""#))
        }
    }

    @Test func asksCallsToComeBackWhileItDrainsAndInTheEndHandsThemOver() async throws {
        try await TestGateway.run({ setup in
            setup.gateway.webhooks.drainAttempts = 3
            setup.gateway.webhooks.immediateDrainAttempts = 2
        }) { gateway in
            await gateway.manager.drain(within: .zero)
            let call = CallSID.random()
            let first = try await gateway.post("/api/calls/incoming", TestGateway.form(call: call))
            #expect(!first.body.contains("<Pause"))
            #expect(first.body.contains(">https://voice.example.com/api/calls/next?attempt=1</Redirect>"))
            let form = TestGateway.form(call: call, status: "in-progress")
            let second = try await gateway.post("/api/calls/next?attempt=1", form)
            #expect(!second.body.contains("<Pause"))
            #expect(second.body.contains("/api/calls/next?attempt=2</Redirect>"))
            let third = try await gateway.post("/api/calls/next?attempt=2&resumes=3", form)
            #expect(third.body.contains(#"<Pause length="2"/>"#))
            // Not taken up, so not counted.
            #expect(third.body.contains("/api/calls/next?attempt=3&amp;resumes=3</Redirect>"))
            let last = try await gateway.post("/api/calls/next?attempt=3&resumes=3", form)
            #expect(last.body.contains("<Gather"))
        }
    }

    @Test func goesOnWithoutTheStore() async throws {
        try await TestGateway.run({ $0.store = FailingStore() }) { gateway in
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.status == 200)
            #expect(answer.body.contains("<Stream"))
            #expect(gateway.journal.status.waiting == 1)
        }
    }

    @Test func goesOnWhenTheStoreHangs() async throws {
        let store = HangingStore()
        try await TestGateway.run({ setup in
            setup.store = store
            setup.gateway.webhooks.journalWait = .milliseconds(50)
            setup.gateway.webhooks.storeWait = .milliseconds(50)
        }) { gateway in
            defer { store.letGo() }
            let call = CallSID.random()
            #expect(try await gateway.post("/api/calls/incoming", TestGateway.form(call: call)).status == 200)
            let next = try await gateway.post("/api/calls/next", TestGateway.form(call: call, status: "in-progress"))
            #expect(next.body.contains("<Stream"))
            let status = TestGateway.form(call: call, status: "completed")
            #expect(try await gateway.post("/api/calls/status", status).status == 204)
        }
    }

    @Test func answersUsefullyWhenTheJournalTakesNoMore() async throws {
        try await TestGateway.run({ setup in
            setup.store = FailingStore()
            setup.journal.capacity = 0
        }) { gateway in
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(answer.status == 200)
            #expect(answer.body.contains("<Say>All our lines are busy"))
            #expect(answer.body.contains("<Record"))
        }
    }
}
