// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension CallRun {
    /// Begins to record this call.
    func startRecording(_ plan: RecordingPlan) -> CallRecorder? { self.live.startRecording(plan) }

    /// What a webhook says about a recording that is over.
    func parameters(of recorder: CallRecorder) -> FormParameters {
        self.recordingParameters(recorder.sid, recorder.length)
    }
}

extension LiveCall {
    /// Begins to record; `nil` when the call is over.
    func startRecording(_ plan: RecordingPlan) -> CallRecorder? {
        let recorder = CallRecorder(sid: RecordingSID.random().description, plan: plan) { self.finish($0) }
        guard let tap = self.addTap(recorder) else { return nil }
        let record = RecordingRow(
            sid: recorder.sid,
            accountSid: self.call.account.sid,
            callSid: self.sid,
            source: plan.source,
            track: plan.track,
            channels: plan.channels
        )
        self.twilio.ledger.with { $0.recordings[record.sid] = record }
        self.twilio.recorders.add(recorder, of: self, tap: tap)
        self.report(recorder, status: "in-progress")
        return recorder
    }

    private func finish(_ recorder: CallRecorder) {
        self.twilio.recorders.remove(recorder)
        // The sound fits into a WAV file: no call lasts the three days it would take to fill 4 GiB.
        let media = try? recorder.media()
        let seconds = Int(recorder.length.inSeconds.rounded())
        self.twilio.ledger.with { tables in
            tables.recordings.update(recorder.sid) { record in
                record.status = seconds > 0 ? "completed" : "absent"
                record.duration = seconds
                record.media = media
                record.updated = .now
            }
        }
        self.report(recorder, status: seconds > 0 ? "completed" : "absent")
    }

    private func report(_ recorder: CallRecorder, status: String) {
        let plan = recorder.plan
        guard plan.callbackEvents.contains(status), let target = plan.callback, let url = WebURL(target) else { return }
        var parameters: FormParameters = [
            "AccountSid": self.call.account.sid, "CallSid": self.sid, "RecordingSid": recorder.sid,
            "RecordingUrl": self.twilio.recordingURL(recorder.sid, account: self.call.account.sid),
            "RecordingStatus": status, "RecordingChannels": String(plan.channels), "RecordingSource": plan.source,
            "RecordingTrack": plan.track, "RecordingStartTime": CallRun.timestamp(.now), "ErrorCode": "0",
        ]
        if status == "completed" {
            parameters.append("RecordingDuration", String(Int(recorder.length.inSeconds.rounded())))
        }
        let posted = parameters
        self.twilio.background.start {
            self.keep(await CallRun.post(url, posted, method: plan.callbackMethod, through: self.webhooks))
        }
    }
}
