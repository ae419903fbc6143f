// SPDX-License-Identifier: Apache-2.0

import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

extension EveryRequest {
    /// Makes all of them. The answers do not matter here.
    static func perform(_ client: TwilioClient) async throws {
        try await self.calls(client)
        try await self.recordings(client)
        try await self.streams(client)
        try await self.messages(client)
        try await self.numbers(client)
        try await self.queues(client)
        try await self.conferences(client)
    }

    private static func calls(_ client: TwilioClient) async throws {
        var calls = [Stage.newCall, self.fullCall]
        calls.append(NewCall(to: "client:alice", from: "+14155550123", then: .application(self.application)))
        calls.append(NewCall(to: "+14155550100", from: "client:bob", then: .twiML(Response { Hangup() }.document)))
        for call in calls { _ = await client.calls.create(call, resolving: nil) }
        _ = try? await client.calls.fetch(Stage.call)
        try? await client.calls.delete(Stage.call)
        var update = CallUpdate.redirecting(to: .twiML(Response { Hangup() }.document))
        update.fallback = self.callback
        update.statusCallback = self.callback
        update.timeLimit = .seconds(60)
        let updates = [
            .ending(), .ending(.canceled), .redirecting(to: .url("https://a.example", method: .post)), update,
        ]
        for update in updates { _ = try? await client.calls.update(Stage.call, update) }
        var filter = CallFilter()
        _ = try? await client.calls.list(filter).prefix(upTo: 1)
        filter.to = "+14155550100"
        filter.from = "client:bob"
        filter.parent = Stage.call
        filter.status = .inProgress
        filter.started = self.span
        filter.ended = self.span
        filter.pageSize = 1_000
        _ = try? await client.calls.list(filter).prefix(upTo: 1)
    }

    private static func recordings(_ client: TwilioClient) async throws {
        for options in [RecordingOptions(), self.fullRecording] {
            _ = await client.recordings.start(on: Stage.call, options)
        }
        for update in [RecordingUpdate.pause(), .pause(.skip), .resume, .stop] {
            _ = try? await client.recordings.update(of: Stage.call, update)
            _ = try? await client.recordings.update(.sid(Stage.recording), of: Stage.call, update)
        }
        _ = try? await client.recordings.fetch(Stage.recording)
        try? await client.recordings.delete(Stage.recording)
        _ = try? await client.recordings.list(of: Stage.call).prefix(upTo: 1)
        var filter = RecordingFilter()
        _ = try? await client.recordings.list(filter).prefix(upTo: 1)
        filter.call = Stage.call
        filter.conference = self.conference
        filter.created = self.span
        filter.includesDeleted = true
        filter.pageSize = 5
        _ = try? await client.recordings.list(filter).prefix(upTo: 1)
        for format in MediaFormat.allCases {
            _ = try? await client.recordings.media(of: Stage.recording, as: format)
            _ = try? await client.recordings.media(of: Stage.recording, as: format, channels: .dual)
        }
    }

    private static func streams(_ client: TwilioClient) async throws {
        var stream = NewStream(url: "wss://a.example/listen")
        _ = await client.streams.start(on: Stage.call, stream)
        stream = NewStream(url: "wss://a.example/listen", name: "listen/in", tracks: .both)
        stream.statusCallback = self.callback
        stream.parameters = ["token": "é=&", "second": ""]
        _ = await client.streams.start(on: Stage.call, stream)
        _ = try? await client.streams.stop(.name("listen/in"), of: Stage.call)
        _ = try? await client.streams.stop(.sid(StreamSID("MZ00000000000000000000000000000001")!), of: Stage.call)
    }

    private static func messages(_ client: TwilioClient) async throws {
        _ = await client.messages.create(NewMessage(to: "+14155550100", from: .number("ACME"), .body("hi")))
        _ = await client.messages.create(self.fullMessage)
        let template = NewMessage.Content.template("HX00000000000000000000000000000001", variables: #"{"1":"x"}"#)
        _ = await client.messages.create(NewMessage(to: "+14155550100", from: .number("+14155550123"), template))
        _ = try? await client.messages.fetch(self.message)
        var filter = MessageFilter()
        _ = try? await client.messages.list(filter).prefix(upTo: 1)
        filter.to = "+14155550100"
        filter.from = "ACME"
        filter.sent = self.span
        filter.pageSize = 1
        _ = try? await client.messages.list(filter).prefix(upTo: 1)
    }

    private static func numbers(_ client: TwilioClient) async throws {
        _ = try? await client.phoneNumbers.fetch(self.number)
        _ = try? await client.phoneNumbers.update(self.number, self.fullNumber)
        var filter = PhoneNumberFilter(number: "+14155550123")
        _ = try? await client.phoneNumbers.list(filter).prefix(upTo: 1)
        filter.friendlyName = "Main"
        filter.isBeta = false
        filter.origin = "twilio"
        filter.pageSize = 20
        _ = try? await client.phoneNumbers.list(filter).prefix(upTo: 1)
    }

    private static func queues(_ client: TwilioClient) async throws {
        _ = try? await client.queues.fetch(self.queue)
        _ = try? await client.queues.list().prefix(upTo: 1)
        _ = try? await client.queues.named("support")
        _ = try? await client.queues.members(of: self.queue).prefix(upTo: 1)
        for member in [QueueMember.front, .call(Stage.call)] {
            _ = try? await client.queues.member(member, of: self.queue)
            _ = await client.queues.dequeue(member, of: self.queue, to: self.callback)
        }
    }

    private static func conferences(_ client: TwilioClient) async throws {
        _ = try? await client.conferences.fetch(self.conference)
        _ = try? await client.conferences.end(self.conference)
        _ = try? await client.conferences.running(named: "room 1")
        var filter = ConferenceFilter(friendlyName: "room 1", status: .completed)
        filter.created = self.span
        filter.updated = self.span
        filter.pageSize = 50
        _ = try? await client.conferences.list(filter).prefix(upTo: 1)
        _ = try? await client.conferences.participants(of: self.conference).prefix(upTo: 1)
        let call = ParticipantReference.call(Stage.call)
        _ = try? await client.conferences.participant(call, of: self.conference)
        for update in [.holding(true, playing: "https://a.example/m"), .muting(false), self.fullParticipant] {
            _ = try? await client.conferences.update(call, of: self.conference, update)
        }
        try? await client.conferences.remove(call, of: self.conference)
    }
}
