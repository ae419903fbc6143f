// SPDX-License-Identifier: Apache-2.0

import Foundation
import TelephonyAudio
import Twilio

extension CallRun {
    /// `<Record>`: the caller's next message. Twilio, "TwiML Voice: Record".
    ///
    /// Also a caller who hangs up is reported to `action`, with `Digits=hangup`; what comes back is not executed any
    /// more.
    mutating func record(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        let place = self.begin(node, node.attributes["action"] ?? "")
        await self.answer()
        let answer = self.records.popFirst() ?? .nothing
        let limit = Duration.seconds(max(1, node.integer("maxLength") ?? 3600))
        let length = min(answer.duration, limit)
        let isCut = answer.duration > limit
        let silence = Duration.seconds(max(0, node.integer("timeout") ?? 5))
        let endsInSilence = !isCut && answer.ending == .silence
        let flow = await self.pass(length + (endsInSilence ? silence : .zero))
        // Ordered elsewhere by the REST API: nobody asks for the action any more.
        switch flow {
        case .ordered, .document, .awakened, .left: return flow
        case .next, .end: break
        }
        let isCutShort = if case .end = flow { true } else { false }
        let hangsUp = isCutShort || (!isCut && answer.ending == .hangUp)
        guard length > .zero else {
            self.result.verbs[place].outcome = "nothing"
            return hangsUp ? .end(self.reachedEnd ?? .callerHungUp) : .next
        }
        self.result.verbs[place].outcome = "\(Int(length.inSeconds.rounded())) s"
        var parameters = self.keepRecording(of: length, source: "RecordVerb")
        await self.reportRecording(node, parameters)
        let key = isCut ? nil : Self.endingKey(answer.ending, node)
        if let digits = hangsUp ? "hangup" : key { parameters.append("Digits", digits) }
        let next = try self.next(node.attributes["action"], method: node.attributes["method"], parameters: parameters)
        guard hangsUp else { return .document(next) }
        _ = try await self.fetch(next)
        return .end(self.reachedEnd ?? .callerHungUp)
    }

    private static func endingKey(_ ending: RecordAnswer.Ending, _ node: DocumentNode) -> String? {
        guard case .key(let key) = ending else { return nil }
        return (node.attributes["finishOnKey"] ?? "1234567890*#").contains(key) ? key : nil
    }

    /// Makes a recording that the REST API knows: silence of that length, for nobody says what was said.
    func keepRecording(of length: Duration, source: String) -> FormParameters {
        var row = RecordingRow(
            sid: RecordingSID.random().description,
            accountSid: self.call.account.sid,
            callSid: self.call.sid,
            source: source
        )
        row.status = "completed"
        row.duration = Int(length.inSeconds.rounded())
        let samples = [Int16](repeating: 0, count: length.telephonyBytes)
        // Fits into a WAV file: a recording lasts four hours at most.
        row.media = try? WAVFile(sampleRate: 8000, samples: samples).encoded()
        let kept = row
        self.twilio.ledger.with { $0.recordings[kept.sid] = kept }
        return self.recordingParameters(row.sid, length)
    }

    func recordingParameters(_ sid: String, _ length: Duration) -> FormParameters {
        let account = self.call.account.sid
        return [
            "RecordingSid": sid,
            "RecordingUrl": self.twilio.recordingURL(sid, account: account),
            "RecordingDuration": String(Int(length.inSeconds.rounded())),
        ]
    }

    /// Tells `recordingStatusCallback`, for Record and recorded Dial alike.
    mutating func reportRecording(_ node: DocumentNode, _ recording: FormParameters) async {
        guard let target = node.attributes["recordingStatusCallback"] else { return }
        guard let url = self.document.url?.resolving(target) ?? WebURL(target) else {
            self.note(15_004, "recordingStatusCallback \(target) is no URL")
            return
        }
        var parameters: FormParameters = ["AccountSid": self.call.account.sid, "CallSid": self.call.sid]
        for field in recording { parameters.append(field) }
        parameters.append("RecordingStatus", "completed")
        parameters.append("RecordingChannels", "1")
        parameters.append("RecordingSource", node.name == "Dial" ? "DialVerb" : "RecordVerb")
        parameters.append("RecordingTrack", "both")
        parameters.append("RecordingStartTime", Self.timestamp(.now))
        let method = WebhookMethod(attribute: node.attributes["recordingStatusCallbackMethod"])
        await self.callBack(url.description, parameters, method: method)
    }
}
