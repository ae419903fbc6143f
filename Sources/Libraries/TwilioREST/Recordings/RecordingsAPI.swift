// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Recordings: <https://www.twilio.com/docs/voice/api/recording>.
public struct RecordingsAPI: Sendable {
    let dispatcher: Dispatcher

    /// Begins to record a live call.
    public func start(
        on call: CallSID,
        _ options: RecordingOptions = RecordingOptions()
    ) async -> RESTOutcome<RecordingResource> {
        var writer = FormWriter()
        options.write(to: &writer)
        return await self.dispatcher.outcome(
            .create("recordings.start", "Calls/\(call)/Recordings.json", form: writer.form)
        )
    }

    /// Pauses, resumes or ends a recording of a live call.
    public func update(
        _ recording: RecordingReference = .current,
        of call: CallSID,
        _ update: RecordingUpdate
    ) async throws(TwilioRESTError) -> RecordingResource {
        let path = "Calls/\(call)/Recordings/\(recording.segment).json"
        return try await self.dispatcher.resource(.update("recordings.update", path, form: update.form))
    }

    /// What Twilio knows of a recording.
    public func fetch(_ sid: RecordingSID) async throws(TwilioRESTError) -> RecordingResource {
        try await self.dispatcher.resource(.get("recordings.fetch", "Recordings/\(sid).json"))
    }

    /// The recordings of the account.
    public func list(
        _ filter: RecordingFilter = RecordingFilter()
    ) throws(TwilioRESTError) -> ResourceList<RecordingResource> {
        ResourceList(self.dispatcher, .get("recordings.list", "Recordings.json", query: try filter.query()))
    }

    /// The recordings of a call.
    public func list(of call: CallSID) -> ResourceList<RecordingResource> {
        ResourceList(self.dispatcher, .get("recordings.listOfCall", "Calls/\(call)/Recordings.json"))
    }

    /// Deletes the audio of a recording; Twilio keeps the facts about it for 40 days.
    public func delete(_ sid: RecordingSID) async throws(TwilioRESTError) {
        try await self.dispatcher.delete(.delete("recordings.delete", "Recordings/\(sid).json"))
    }

    /// Fetches the audio of a recording: its head now, the rest as it is read.
    ///
    /// Fails with ``TwilioRESTError/Code/notFound`` until Twilio has made it ready. More than `maximumBytes` fail with
    /// ``TwilioRESTError/Code/answerTooLarge``, before anything is read if the length is announced. A recording of two
    /// channels is fetched so with `channels`; Twilio mixes them otherwise.
    public func media(
        of sid: RecordingSID,
        as format: MediaFormat = .wav,
        channels: RecordingChannels? = nil,
        maximumBytes: Int = 256 << 20
    ) async throws(TwilioRESTError) -> RecordingMedia {
        var request = RESTRequest.get("recordings.media", "Recordings/\(sid).\(format.rawValue)")
        request.accept = "audio/*"
        if let channels { request.query.append("RequestedChannels", channels == .dual ? "2" : "1") }
        let download = MediaDownload(dispatcher: self.dispatcher, maximumBytes: maximumBytes)
        return try await download.begin(request)
    }
}
