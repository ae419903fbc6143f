// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Twilio

/// A conference while it goes on: the people in it are calls with bells.
final class ConferenceRoom: Sendable {
    /// Who is told. The first participant decides for all.
    struct Callback: Sendable {
        var url: WebURL
        var method: WebhookMethod
        var events: Set<String>
        var webhooks: WebhookClient
    }

    private struct Room {
        var state: ConferenceState
        var members: [String: LiveCall] = [:]
        var callback: Callback?
        var hasCallback = false
    }

    private let room: Mutex<Room>
    let mixer = Mixer()

    init(name: String, accountSid: String) {
        self.room = Mutex(Room(state: ConferenceState(name: name, accountSid: accountSid)))
    }

    var state: ConferenceState { self.room.withLock { $0.state } }
    var sid: String { self.state.sid }
    var isOver: Bool { self.state.isOver }

    /// Whether somebody is in it; not any more after being put out.
    func contains(_ callSid: String) -> Bool { self.state[callSid]?.callSid == callSid }

    /// Comes in; `nil` when it is full or over.
    func join(
        _ participant: ConferenceState.Participant,
        _ live: LiveCall,
        limit: Int,
        callback: Callback?
    ) -> [ConferenceState.Event]? {
        let events = self.room.withLock { room -> [ConferenceState.Event]? in
            guard !room.state.isOver, room.state.participants.count < limit else { return nil }
            if !room.hasCallback {
                room.hasCallback = true
                room.callback = callback
            }
            room.members[live.sid] = live
            return room.state.join(participant)
        }
        self.mixer.set(participant.callSid, muted: participant.isMuted, held: false)
        self.ring()
        return events
    }

    func leave(_ callSid: String, reason: String, status: String) -> [ConferenceState.Event] {
        let events = self.room.withLock { $0.state.leave(callSid, reason: reason, status: status) }
        self.mixer.leave(callSid)
        self.ring()
        self.room.withLock { _ = $0.members.removeValue(forKey: callSid) }
        return events
    }

    func end(reason: String) -> [ConferenceState.Event] {
        let events = self.room.withLock { $0.state.end(reason: reason) }
        self.ring()
        return events
    }

    func change(_ name: String, muted: Bool?, held: Bool?, ends: Bool?) -> [ConferenceState.Event] {
        let (events, participant) = self.room.withLock { room in
            (room.state.change(name, muted: muted, held: held, ends: ends), room.state[name])
        }
        if let participant {
            self.mixer.set(participant.callSid, muted: participant.isMuted, held: participant.isHeld)
        }
        return events
    }

    /// Tells the callback, one after the other.
    func post(_ events: [ConferenceState.Event], beside live: LiveCall? = nil) async {
        guard let callback = self.room.withLock({ $0.callback }) else { return }
        for event in events where callback.events.contains(event.word) {
            let posted = await CallRun.post(
                callback.url,
                event.parameters,
                method: callback.method,
                through: callback.webhooks
            )
            live?.keep(posted)
        }
    }

    private func ring() {
        for live in self.room.withLock({ Array($0.members.values) }) { live.bell.ring() }
    }
}
