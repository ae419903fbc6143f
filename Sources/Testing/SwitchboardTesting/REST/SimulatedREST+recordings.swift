// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    /// `POST Calls/{sid}/Recordings.json`: begins to record a running call.
    func createRecording(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let row = try self.row(context)
        guard row.status == .inProgress, let live = self.twilio.calls[row.sid] else {
            throw TwinFailure(400, 21_220, "Requested resource is not eligible for recording")
        }
        let plan = try CallForm(context.form).recordingPlan(source: "StartCallRecordingAPI")
        guard let recorder = live.startRecording(plan) else { throw TwinFailure(400, 21_220, "The call is over") }
        return TwinAnswer(status: 201, body: self.json(try self.recording(recorder.sid, context)))
    }

    /// `POST Calls/{sid}/Recordings/{sid}.json`: pauses, goes on, stops. `Twilio.CURRENT` is the one that runs.
    func updateRecording(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let callSid = try self.row(context).sid
        let name = context.captures[1]
        let recorder =
            name == "Twilio.CURRENT"
            ? self.twilio.recorders.current(of: callSid) : self.twilio.recorders[name]
        guard let recorder else {
            // A recording that is over cannot be changed any more.
            _ = try self.recording(name, context)
            throw TwinFailure(400, 21_220, "The recording is over")
        }
        switch context.form["Status"] {
        case "paused": recorder.pause(skipping: context.form["PauseBehavior"] == "skip")
        case "in-progress": recorder.resume()
        case "stopped": recorder.stop()
        case let word: throw .invalid("Status", "\(word ?? "nothing") is none of paused, in-progress, stopped")
        }
        let status = context.form["Status"] ?? ""
        if status != "stopped" { self.updateRecording(recorder.sid, status: status) }
        var row = try self.recording(recorder.sid, context)
        // The answer of the moment; what comes of it is fetched later.
        row.status = status
        return TwinAnswer(body: self.json(row))
    }

    private func updateRecording(_ sid: String, status: String) {
        self.twilio.ledger.with { tables in
            tables.recordings.update(sid) { row in
                row.status = status
                row.updated = .now
            }
        }
    }

    /// `GET Recordings.json` and `GET Calls/{sid}/Recordings.json`.
    func listRecordings(_ context: TwinRoute.Context, ofCall sid: String?) throws(TwinFailure) -> TwinAnswer {
        if !context.captures.isEmpty { _ = try self.row(context) }
        let created = try DateFilter("DateCreated", context.query)
        let conference = context.query["ConferenceSid"]
        let rows = self.twilio.ledger.with { $0.recordings.newestFirst }.filter { entry in
            entry.row.accountSid == self.account.sid && (sid.map { $0 == entry.row.callSid } ?? true)
                && (conference.map { $0 == entry.row.conferenceSid } ?? true) && created.matches(entry.row.created)
                && entry.row.status != "deleted"
        }
        return try TwinPage(rows, query: context.query).answer("recordings", context.request) { self.json($0) }
    }

    /// `GET Recordings/{sid}.json`, or the sound: `.wav`, `.mp3`, or no suffix at all.
    ///
    /// There is no MP3 here: whoever asks for one gets the WAV file, and its type says so.
    func fetchRecording(_ context: TwinRoute.Context, _ name: String) throws(TwinFailure) -> TwinAnswer {
        if context.request.path.hasSuffix(".json") {
            return TwinAnswer(body: self.json(try self.recording(name, context)))
        }
        let sid = name.prefix { $0 != "." }
        let suffix = name.dropFirst(sid.count)
        guard ["", ".wav", ".mp3"].contains(suffix), let media = try self.recording(String(sid), context).media else {
            throw context.failure
        }
        return TwinAnswer(status: 200, type: "audio/x-wav", bytes: media)
    }

    /// `DELETE Recordings/{sid}.json`: the sound goes, what is known of it stays.
    func deleteRecording(_ context: TwinRoute.Context, _ sid: String) throws(TwinFailure) -> TwinAnswer {
        _ = try self.recording(sid, context)
        self.twilio.recorders[sid]?.stop()
        self.twilio.ledger.with { tables in
            tables.recordings.update(sid) { row in
                row.media = nil
                row.status = "deleted"
            }
        }
        return .nothing
    }

    private func recording(_ sid: String, _ context: TwinRoute.Context) throws(TwinFailure) -> RecordingRow {
        guard let row = self.twilio.ledger.with({ $0.recordings[sid] }), row.accountSid == self.account.sid,
            row.status != "deleted"
        else { throw context.failure }
        return row
    }

    /// A recording as Twilio writes it.
    func json(_ row: RecordingRow) -> TwinValue {
        let path = self.path("Recordings/\(row.sid)")
        return [
            "account_sid": .text(row.accountSid), "api_version": "2010-04-01", "call_sid": .text(row.callSid),
            "conference_sid": TwinValue(row.conferenceSid), "date_created": TwinValue(row.created),
            "date_updated": TwinValue(row.updated), "start_time": TwinValue(row.started),
            "duration": TwinValue(text: row.duration), "sid": .text(row.sid), "price": nil, "price_unit": "USD",
            "status": .text(row.status), "channels": .number(row.channels), "source": .text(row.source),
            "track": .text(row.track), "error_code": nil, "uri": .text("\(path).json"), "encryption_details": nil,
            "media_url": .text("\(self.baseURL)\(path)"),
            "subresource_uris": [
                "add_on_results": .text("\(path)/AddOnResults.json"),
                "transcriptions": .text("\(path)/Transcriptions.json"),
            ],
        ]
    }
}
