// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Dial><Conference>`: waits until it begins, then is in it until somebody ends it. Twilio, "TwiML Voice:
    /// Conference".
    ///
    /// How long a caller stays whose script has an outcome for `<Dial>` left, that says; others stay until the end.
    mutating func dialConference(
        _ noun: DocumentNode,
        of node: DocumentNode,
        at place: Int
    ) async throws(DebuggerError) -> Flow {
        await self.answer()
        let room = self.twilio.rooms.conference(noun.trimmedText, account: self.call.account.sid)
        let participant = ConferenceState.Participant(callSid: self.call.sid, noun)
        if let label = participant.label, room.state[label] != nil {
            throw DebuggerError(16_025, "<Conference>: the label \(label) is taken")
        }
        let limit = max(1, min(250, noun.integer("maxParticipants") ?? 250))
        let callback = self.conferenceCallback(noun)
        guard let events = room.join(participant, self.live, limit: limit, callback: callback) else {
            throw DebuggerError(16_020, "<Conference>: \(noun.trimmedText) is full")
        }
        await room.post(events, beside: self.live)
        let flow = await self.attend(room, noun, node)
        await room.post(room.leave(self.call.sid, reason: Self.reason(flow), status: "in-progress"), beside: self.live)
        self.result.verbs[place].outcome = "answered"
        switch flow {
        case .next, .awakened: break
        default: return flow
        }
        let parameters: FormParameters = [
            "DialCallStatus": "answered", "DialCallSid": self.call.sid, "DialBridged": "true",
        ]
        return try self.afterDial(node, parameters)
    }

    private mutating func attend(_ room: ConferenceRoom, _ noun: DocumentNode, _ node: DocumentNode) async -> Flow {
        let sid = self.call.sid
        let hold = Hold(
            reference: noun.attributes["waitUrl"],
            method: noun.attributes["waitMethod"],
            stage: .conferenceWait
        )
        let waiting = await self.hold(hold) { room.state.isStarted || room.isOver || !room.contains(sid) }
        guard case .awakened = waiting else { return waiting }
        let scripted = self.dials.popFirst().map(\.duration)
        let limit = Duration.seconds(max(1, node.integer("timeLimit") ?? 14_400))
        let endsOnStar = node.flag("hangupOnStar", default: false)
        self.pressedKeys = []
        let seat = MixerSeat(room.mixer, sid)
        let waited = await self.wait(atMost: min(limit, scripted ?? limit), with: seat) { run in
            room.isOver || !room.contains(sid) || (endsOnStar && run.pressedKeys.contains("*"))
        }
        if case .interrupted(let flow) = waited { return flow }
        return .next
    }

    private static func reason(_ flow: Flow) -> String {
        switch flow {
        case .ordered: "participant_updated_via_api"
        case .end(.apiHungUp): "participant_updated_via_api"
        default: "participant_hung_up"
        }
    }

    private func conferenceCallback(_ noun: DocumentNode) -> ConferenceRoom.Callback? {
        guard let target = noun.attributes["statusCallback"],
            let url = self.document.url?.resolving(target) ?? WebURL(target)
        else { return nil }
        let words = noun.attributes["statusCallbackEvent"] ?? ""
        return ConferenceRoom.Callback(
            url: url,
            method: WebhookMethod(attribute: noun.attributes["statusCallbackMethod"]),
            events: Set(words.split(separator: " ").map(String.init)),
            webhooks: self.webhooks
        )
    }
}
