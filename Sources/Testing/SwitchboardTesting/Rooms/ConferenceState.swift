// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

/// A conference as a value: who is in it, whether it has begun, and what its callback is told.
struct ConferenceState: Sendable {
    /// Somebody in it.
    struct Participant: Sendable, Hashable {
        var callSid: String
        var label: String?
        var isMuted = false
        var isHeld = false
        var coaches: String?
        var startsConference = true
        var endsConference = false
        var created = Date.now

        init(callSid: String, _ noun: DocumentNode) {
            self.callSid = callSid
            self.label = noun.attributes["participantLabel"]
            self.isMuted = noun.flag("muted", default: false)
            self.coaches = noun.attributes["coach"]
            self.startsConference = noun.flag("startConferenceOnEnter", default: true)
            self.endsConference = noun.flag("endConferenceOnExit", default: false)
        }
    }

    /// Something to tell: the word of `statusCallbackEvent` it belongs to, and everything that is said.
    struct Event: Sendable {
        var word: String
        var parameters: FormParameters
    }

    let sid: String
    let name: String
    let accountSid: String
    var created = Date.now
    var updated = Date.now
    private(set) var participants: [Participant] = []
    private(set) var isStarted = false
    private(set) var isOver = false
    private(set) var endReason: String?
    private(set) var endedBy: String?
    private var sequence = 0

    init(name: String, accountSid: String) {
        self.sid = SimulatedSID.random("CF")
        self.name = name
        self.accountSid = accountSid
    }

    var status: String { self.isOver ? "completed" : self.isStarted ? "in-progress" : "init" }

    subscript(callSid: String) -> Participant? {
        self.participants.first { $0.callSid == callSid || $0.label == callSid }
    }

    /// Somebody comes in. It begins when there are two, and one of them may begin it.
    mutating func join(_ participant: Participant) -> [Event] {
        self.participants.append(participant)
        var events = [self.event("join", "participant-join", participant)]
        if !self.isStarted, self.participants.count > 1, self.participants.contains(where: \.startsConference) {
            self.isStarted = true
            events.append(self.event("start", "conference-start", nil))
        }
        return events
    }

    /// Somebody leaves, or is put out.
    mutating func leave(_ callSid: String, reason: String, status: String) -> [Event] {
        guard let place = self.participants.firstIndex(where: { $0.callSid == callSid }) else { return [] }
        let participant = self.participants.remove(at: place)
        var left = self.event("leave", "participant-leave", participant)
        left.parameters.append("ReasonParticipantLeft", reason)
        left.parameters.append("ParticipantCallStatus", status)
        var events = [left]
        if participant.endsConference, self.isStarted {
            events += self.end(reason: "participant-with-end-conference-on-exit-left", by: callSid)
        } else if self.participants.isEmpty {
            events += self.end(reason: "last-participant-left", by: callSid)
        }
        return events
    }

    /// Ends it for all.
    mutating func end(reason: String, by callSid: String? = nil) -> [Event] {
        guard !self.isOver else { return [] }
        self.isOver = true
        self.endReason = reason
        self.endedBy = callSid
        var event = self.event("end", "conference-end", nil)
        event.parameters.append("ReasonConferenceEnded", reason)
        if let callSid { event.parameters.append("CallSidEndingConference", callSid) }
        return [event]
    }

    /// Mutes, holds, or changes what happens when somebody leaves.
    mutating func change(_ name: String, muted: Bool?, held: Bool?, ends: Bool?) -> [Event] {
        guard let place = self.participants.firstIndex(where: { $0.callSid == name || $0.label == name }) else {
            return []
        }
        var events: [Event] = []
        if let muted, muted != self.participants[place].isMuted {
            self.participants[place].isMuted = muted
            let word = muted ? "participant-mute" : "participant-unmute"
            events.append(self.event("mute", word, self.participants[place]))
        }
        if let held, held != self.participants[place].isHeld {
            self.participants[place].isHeld = held
            let word = held ? "participant-hold" : "participant-unhold"
            events.append(self.event("hold", word, self.participants[place]))
        }
        if let ends, ends != self.participants[place].endsConference {
            self.participants[place].endsConference = ends
            events.append(self.event("modify", "participant-modify", self.participants[place]))
        }
        return events
    }

    private mutating func event(_ word: String, _ name: String, _ participant: Participant?) -> Event {
        self.sequence += 1
        self.updated = .now
        var parameters: FormParameters = [
            "ConferenceSid": self.sid, "FriendlyName": self.name, "AccountSid": self.accountSid,
            "SequenceNumber": String(self.sequence), "Timestamp": CallRun.timestamp(.now),
            "StatusCallbackEvent": name,
        ]
        if let participant {
            parameters.append("CallSid", participant.callSid)
            parameters.append("Muted", String(participant.isMuted))
            parameters.append("Hold", String(participant.isHeld))
            parameters.append("Coaching", String(participant.coaches != nil))
            parameters.append("EndConferenceOnExit", String(participant.endsConference))
            parameters.append("StartConferenceOnEnter", String(participant.startsConference))
            if let label = participant.label { parameters.append("ParticipantLabel", label) }
        }
        return Event(word: word, parameters: parameters)
    }
}
