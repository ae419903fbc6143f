// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    static let conferenceRoutes: [TwinRoute] = [
        TwinRoute("GET", "Conferences") { (rest, context) throws(TwinFailure) in try rest.listConferences(context) },
        TwinRoute("GET", "Conferences/{}") { (rest, context) throws(TwinFailure) in
            TwinAnswer(body: rest.json(try rest.conference(context).state))
        },
        TwinRoute("POST", "Conferences/{}") { (rest, context) throws(TwinFailure) in
            try rest.updateConference(context)
        },
        TwinRoute("GET", "Conferences/{}/Participants") { (rest, context) throws(TwinFailure) in
            try rest.listParticipants(context)
        },
        TwinRoute("POST", "Conferences/{}/Participants") { (rest, context) throws(TwinFailure) in
            try rest.createParticipant(context)
        },
        TwinRoute("GET", "Conferences/{}/Participants/{}") { (rest, context) throws(TwinFailure) in
            let room = try rest.conference(context)
            guard let participant = room.state[context.captures[1]] else { throw context.failure }
            return TwinAnswer(body: rest.json(participant, in: room.state))
        },
        TwinRoute("POST", "Conferences/{}/Participants/{}") { (rest, context) throws(TwinFailure) in
            try rest.updateParticipant(context)
        },
        TwinRoute("DELETE", "Conferences/{}/Participants/{}") { (rest, context) throws(TwinFailure) in
            try rest.deleteParticipant(context)
        },
    ]

    private func conference(_ context: TwinRoute.Context) throws(TwinFailure) -> ConferenceRoom {
        guard let room = self.twilio.rooms.conference(sid: context.captures[0]),
            room.state.accountSid == self.account.sid
        else { throw context.failure }
        return room
    }

    private func listConferences(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let query = context.query
        let rows = self.twilio.rooms.conferences.map { (sequence: $0.sequence, row: $0.row.state) }.filter { entry in
            entry.row.accountSid == self.account.sid && (query["Status"].map { $0 == entry.row.status } ?? true)
                && (query["FriendlyName"].map { $0 == entry.row.name } ?? true)
        }
        return try TwinPage(rows, query: query).answer("conferences", context.request) { self.json($0) }
    }

    /// `Status=completed` ends it for all.
    private func updateConference(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let room = try self.conference(context)
        if let status = context.form["Status"] {
            guard status == "completed" else { throw .invalid("Status", "\(status) is not completed") }
            self.tell(room, room.end(reason: "conference-ended-via-api"))
        }
        return TwinAnswer(body: self.json(room.state))
    }

    private func tell(_ room: ConferenceRoom, _ events: [ConferenceState.Event]) {
        self.twilio.background.start { await room.post(events) }
    }

    private func listParticipants(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let state = try self.conference(context).state
        let rows = state.participants.enumerated().map { (sequence: $0.offset + 1, row: $0.element) }
            .filter { entry in
                (context.query["Muted"].map { $0 == String(entry.row.isMuted) } ?? true)
                    && (context.query["Hold"].map { $0 == String(entry.row.isHeld) } ?? true)
            }
        return try TwinPage(rows.reversed(), query: context.query)
            .answer("participants", context.request) { self.json($0, in: state) }
    }

    /// `POST Participants.json`: calls somebody who then is in the conference. The conference may be named instead of
    /// its SID, and is made where there is none of that name.
    private func createParticipant(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let name = self.twilio.rooms.conference(sid: context.captures[0])?.state.name ?? context.captures[0]
        let room = self.twilio.rooms.conference(name, account: self.account.sid)
        var attributes: [(String, String)] = []
        for (request, attribute) in Self.participantNames {
            if let value = context.form[request] { attributes.append((attribute, value)) }
        }
        let events = context.form.values(of: "ConferenceStatusCallbackEvent")
        if !events.isEmpty { attributes.append(("statusCallbackEvent", events.joined(separator: " "))) }
        let list = attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
        let document =
            "<Response><Dial><Conference\(list)>\(Self.escaped(name))</Conference></Dial></Response>"
        var form = FormParameters(context.form.filter { !["Url", "Twiml", "Record"].contains($0.name) })
        form.append("Twiml", document)
        let sid = try self.makeCall(form, context)
        var participant = ConferenceState.Participant(callSid: sid, DocumentNode(name: "Conference"))
        participant.label = context.form["Label"]
        participant.isMuted = context.form["Muted"] == "true"
        return TwinAnswer(status: 201, body: self.json(participant, in: room.state, status: "queued"))
    }

    private static let participantNames = [
        ("Label", "participantLabel"), ("Muted", "muted"), ("Beep", "beep"),
        ("StartConferenceOnEnter", "startConferenceOnEnter"), ("EndConferenceOnExit", "endConferenceOnExit"),
        ("WaitUrl", "waitUrl"), ("WaitMethod", "waitMethod"), ("MaxParticipants", "maxParticipants"),
        ("ConferenceStatusCallback", "statusCallback"), ("ConferenceStatusCallbackMethod", "statusCallbackMethod"),
        ("CallSidToCoach", "coach"),
    ]

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    /// Mutes, holds, goes on.
    private func updateParticipant(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let room = try self.conference(context)
        let form = CallForm(context.form)
        func flag(_ name: String) throws(TwinFailure) -> Bool? { context.form[name] == nil ? nil : try form.flag(name) }
        let (muted, held) = (try flag("Muted"), try flag("Hold"))
        let ends = try flag("EndConferenceOnExit")
        guard room.state[context.captures[1]] != nil else { throw context.failure }
        self.tell(room, room.change(context.captures[1], muted: muted, held: held, ends: ends))
        guard let participant = room.state[context.captures[1]] else { throw context.failure }
        return TwinAnswer(body: self.json(participant, in: room.state))
    }

    /// Puts somebody out.
    private func deleteParticipant(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let room = try self.conference(context)
        guard let participant = room.state[context.captures[1]] else { throw context.failure }
        self.tell(
            room,
            room.leave(participant.callSid, reason: "participant_removed_via_api", status: "in-progress")
        )
        return .nothing
    }

    /// A conference as Twilio writes it.
    private func json(_ state: ConferenceState) -> TwinValue {
        let path = self.path("Conferences/\(state.sid)")
        return [
            "sid": .text(state.sid), "account_sid": .text(state.accountSid), "friendly_name": .text(state.name),
            "status": .text(state.status), "date_created": TwinValue(state.created),
            "date_updated": TwinValue(state.updated), "api_version": "2010-04-01", "region": "us1",
            "reason_conference_ended": TwinValue(state.endReason),
            "call_sid_ending_conference": TwinValue(state.endedBy), "uri": .text("\(path).json"),
            "subresource_uris": [
                "participants": .text("\(path)/Participants.json"), "recordings": .text("\(path)/Recordings.json"),
            ],
        ]
    }

    private func json(
        _ participant: ConferenceState.Participant,
        in state: ConferenceState,
        status: String = "connected"
    ) -> TwinValue {
        let path = self.path("Conferences/\(state.sid)/Participants/\(participant.callSid)")
        return [
            "account_sid": .text(state.accountSid), "call_sid": .text(participant.callSid),
            "label": TwinValue(participant.label), "call_sid_to_coach": TwinValue(participant.coaches),
            "coaching": .truth(participant.coaches != nil), "conference_sid": .text(state.sid),
            "date_created": TwinValue(participant.created), "date_updated": TwinValue(state.updated),
            "end_conference_on_exit": .truth(participant.endsConference), "muted": .truth(participant.isMuted),
            "hold": .truth(participant.isHeld), "status": .text(status), "queue_time": nil,
            "start_conference_on_enter": .truth(participant.startsConference), "uri": .text("\(path).json"),
        ]
    }
}
