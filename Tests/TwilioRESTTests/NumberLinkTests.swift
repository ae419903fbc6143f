// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// `switchboard twilio link`: what changes is worked out, shown and only then done.
@Suite struct NumberLinkTests {
    private static let target = NumberLink.Target(
        voice: "https://v.example.com/api/calls/incoming",
        fallback: "https://v.example.com/api/calls/fallback",
        status: "https://v.example.com/api/calls/status"
    )

    private static func json(_ members: String, number: String = "+14155550123") -> String {
        #"{"sid":"PN00000000000000000000000000000001","phone_number":"\#(number)","voice_method":"POST","#
            + #""voice_fallback_method":"POST","status_callback_method":"POST","voice_receive_mode":"voice"\#(members)}"#
    }

    private static let before = json(#","voice_url":"https://demo.twilio.com/welcome/voice/","voice_fallback_url":"""#)
    private static let after = json(
        #","voice_url":"https://v.example.com/api/calls/incoming","#
            + #""voice_fallback_url":"https://v.example.com/api/calls/fallback","#
            + #""status_callback":"https://v.example.com/api/calls/status""#
    )

    private static func number(_ json: String) throws -> PhoneNumberResource {
        try PhoneNumberResource(ResourceFields(Array(json.utf8), maximumBytes: 1 << 20))
    }

    private static func list(_ numbers: String...) -> ScriptedReply {
        .json(#"{"incoming_phone_numbers":[\#(numbers.joined(separator: ","))],"next_page_uri":null}"#)
    }

    @Test func showsWhatChanges() throws {
        let link = NumberLink(try Self.number(Self.before), to: Self.target)
        #expect(link.changes.map(\.field) == [.voiceURL, .voiceFallbackURL, .statusCallback])
        #expect(link.changes[0].before == "https://demo.twilio.com/welcome/voice/")
        #expect(link.changes[0].after == "https://v.example.com/api/calls/incoming")
        #expect(link.changes[1].before == nil)
        #expect(link.notes == [])
    }

    @Test func aNumberThatIsLinkedStaysAsItIs() async throws {
        let link = NumberLink(try Self.number(Self.after), to: Self.target)
        #expect(link.changes == [])
        #expect(link.update == nil)
        try await Stage.perform(replies: []) { stage in
            let undo = try await link.apply(with: stage.client)
            #expect(undo == nil)
            #expect(stage.server.requests.isEmpty)
        }
    }

    @Test func whatWouldTakeTheCallsInsteadIsTakenAway() throws {
        let members =
            #","voice_application_sid":"AP00000000000000000000000000000001","#
            + #""trunk_sid":"TK00000000000000000000000000000001""#
        let json = Self.json(members).replacing(#""voice_receive_mode":"voice""#, with: #""voice_receive_mode":"fax""#)
        let link = NumberLink(try Self.number(json), to: Self.target)
        #expect(link.changes.suffix(3).map(\.field) == [.voiceApplication, .trunk, .receiveMode])
        #expect(link.notes.count == 3)
        #expect(try link.update?.form()["TrunkSid"] == "")
        #expect(try link.update?.form()["VoiceApplicationSid"] == "")
        #expect(try link.update?.form()["VoiceReceiveMode"] == "voice")
    }

    @Test func appliesAndUndoes() async throws {
        let replies: [ScriptedReply] = [
            Self.list(Self.json("", number: "+141555501234"), Self.before), .json(Self.before), .json(Self.after),
            .json(Self.after), .json(Self.before),
        ]
        try await Stage.perform(replies: replies) { stage in
            let number = try await NumberLink.find("+14155550123", with: stage.client)
            let undo = try #require(try await NumberLink(number, to: Self.target).apply(with: stage.client))
            let change = try stage.server.requests[2].form()
            #expect(
                change == [
                    "VoiceUrl": "https://v.example.com/api/calls/incoming",
                    "VoiceFallbackUrl": "https://v.example.com/api/calls/fallback",
                    "StatusCallback": "https://v.example.com/api/calls/status",
                ]
            )
            let kept = try JSONDecoder().decode(NumberLink.Undo.self, from: JSONEncoder().encode(undo))
            #expect(kept == undo)
            try await kept.apply(with: stage.client)
            #expect(
                try stage.server.requests[4].form() == [
                    "VoiceUrl": "https://demo.twilio.com/welcome/voice/", "VoiceFallbackUrl": "", "StatusCallback": "",
                ]
            )
        }
    }

    @Test func whatChangedMeanwhileIsNotOverwritten() async throws {
        let other = Self.json(#","voice_url":"https://other.example.com/""#)
        let link = NumberLink(try Self.number(Self.before), to: Self.target)
        try await Stage.perform(replies: [.json(other), .json(other)]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await link.apply(with: stage.client) }
            #expect(error?.code == .conflict)
            let undo = NumberLink.Undo(sid: link.number.sid, changes: link.changes)
            let second = await #expect(throws: TwilioRESTError.self) { try await undo.apply(with: stage.client) }
            #expect(second?.code == .conflict)
            #expect(stage.server.requests.map(\.method) == ["GET", "GET"])
        }
    }

    @Test func anAcceptedChangeThatDoesNotShowIsAnError() async throws {
        let link = NumberLink(try Self.number(Self.before), to: Self.target)
        try await Stage.perform(replies: [.json(Self.before), .json(Self.before)]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await link.apply(with: stage.client) }
            #expect(error?.code == .conflict)
        }
    }

    @Test func saysWhenTheAccountHasNoSuchNumber() async throws {
        try await Stage.perform(replies: [Self.list()]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await NumberLink.find("+14155550123", with: stage.client)
            }
            #expect(error?.code == .notFound)
            #expect(error?.message == "The account has no number ***0123.")
            await #expect(throws: TwilioRESTError.self) { try await NumberLink.find("0123", with: stage.client) }
            #expect(stage.server.requests.count == 1)
        }
    }
}
