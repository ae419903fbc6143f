// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Conferences and the calls in them: <https://www.twilio.com/docs/voice/api/conference-resource>.
public struct ConferencesAPI: Sendable {
    let dispatcher: Dispatcher

    /// What Twilio knows of a conference.
    public func fetch(_ sid: ConferenceSID) async throws(TwilioRESTError) -> ConferenceResource {
        try await self.dispatcher.resource(.get("conferences.fetch", "Conferences/\(sid).json"))
    }

    /// The conferences of the account.
    public func list(
        _ filter: ConferenceFilter = ConferenceFilter()
    ) throws(TwilioRESTError) -> ResourceList<ConferenceResource> {
        ResourceList(self.dispatcher, .get("conferences.list", "Conferences.json", query: try filter.query()))
    }

    /// The conference of this name that runs; `nil` if none does.
    public func running(named name: String) async throws(TwilioRESTError) -> ConferenceResource? {
        try await self.list(ConferenceFilter(friendlyName: name, status: .inProgress)).prefix(upTo: 1).first
    }

    /// Ends a conference and the calls in it.
    public func end(_ sid: ConferenceSID) async throws(TwilioRESTError) -> ConferenceResource {
        let path = "Conferences/\(sid).json"
        return try await self.dispatcher.resource(.update("conferences.end", path, form: ["Status": "completed"]))
    }

    /// The calls in a conference.
    public func participants(of conference: ConferenceSID) -> ResourceList<ParticipantResource> {
        ResourceList(self.dispatcher, .get("participants.list", "Conferences/\(conference)/Participants.json"))
    }

    /// What Twilio knows of a call in a conference.
    public func participant(
        _ participant: ParticipantReference,
        of conference: ConferenceSID
    ) async throws(TwilioRESTError) -> ParticipantResource {
        let path = "Conferences/\(conference)/Participants/\(participant.segment).json"
        return try await self.dispatcher.resource(.get("participants.fetch", path))
    }

    /// Changes a participant: hold, mute, and the like. An announcement is never made twice.
    public func update(
        _ participant: ParticipantReference,
        of conference: ConferenceSID,
        _ update: ParticipantUpdate
    ) async throws(TwilioRESTError) -> ParticipantResource {
        let form = try update.form()
        let path = "Conferences/\(conference)/Participants/\(participant.segment).json"
        guard update.isRepeatable else {
            return try await self.dispatcher.outcome(.create("participants.announce", path, form: form)).get()
        }
        return try await self.dispatcher.resource(.update("participants.update", path, form: form))
    }

    /// Takes a call out of a conference, which ends it unless its TwiML goes on.
    public func remove(
        _ participant: ParticipantReference,
        of conference: ConferenceSID
    ) async throws(TwilioRESTError) {
        let path = "Conferences/\(conference)/Participants/\(participant.segment).json"
        try await self.dispatcher.delete(.delete("participants.remove", path))
    }
}
