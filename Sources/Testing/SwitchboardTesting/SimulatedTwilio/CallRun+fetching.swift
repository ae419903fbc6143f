// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import Twilio

extension CallRun {
    /// Asks for a document and reads what comes; everything is in the result's ``SimulatedCallResult/documents``.
    mutating func fetch(_ request: DocumentRequest) async throws(DebuggerError) -> DocumentContent {
        guard let url = request.url else { return try self.read(request.inline ?? "") }
        let isFirst = self.result.documents.isEmpty
        let webhook = WebhookRequest(
            url: url,
            method: request.method,
            parameters: self.parameters(adding: request.parameters),
            idempotencyToken: isFirst ? self.call.idempotencyToken : nil
        )
        var report = DocumentReport(
            url: url.description,
            method: request.method,
            parameters: Self.dictionary(webhook.parameters),
            at: self.now.inSeconds
        )
        let begin = ContinuousClock.now
        let watch = Stopwatch(self.twilio.clock)
        let content: Result<DocumentContent, DebuggerError>
        do throws(DebuggerError) {
            let answer = try await self.webhooks.send(webhook, cookies: self.cookies)
            report.httpStatus = answer.status
            report.twiML = String(decoding: answer.body, as: UTF8.self)
            self.cookies = answer.cookies
            self.document.url = answer.url
            content = .success(try Self.content(of: answer))
        } catch {
            report.errorCode = error.code
            content = .failure(error)
        }
        self.now += watch.elapsed
        report.seconds = (ContinuousClock.now - begin).inSeconds
        self.result.documents.append(report)
        self.report(.document(report))
        return try content.get()
    }

    /// Reads a document that nobody is asked for.
    private mutating func read(_ text: String) throws(DebuggerError) -> DocumentContent {
        var report = DocumentReport(url: "", method: .post, parameters: [:], at: self.now.inSeconds)
        report.twiML = text
        self.result.documents.append(report)
        self.report(.document(report))
        return .verbs(try DocumentReader.read(Array(text.utf8)))
    }

    /// The standard parameters, then those of the occasion, then the call's own; a later one replaces an earlier one.
    func parameters(adding extra: FormParameters, status: CallStatus? = nil) -> FormParameters {
        let status = status ?? (self.answeredAt == nil ? CallStatus.ringing : .inProgress)
        var values: [String: String] = [
            "CallSid": self.call.sid, "AccountSid": self.call.account.sid, "ApiVersion": "2010-04-01",
            "From": self.call.from, "To": self.call.to, "Caller": self.call.from, "Called": self.call.to,
            "Direction": self.call.direction.rawValue, "CallStatus": status.rawValue,
        ]
        for party in ["From", "To", "Caller", "Called"] {
            for place in ["City", "State", "Zip", "Country"] { values[party + place] = "" }
        }
        if let parent = self.call.parentSid { values["ParentCallSid"] = parent }
        for field in extra { values[field.name] = field.value }
        values.merge(self.call.parameters) { $1 }
        let fields = values.sorted { $0.key < $1.key }
        return FormParameters(fields.map { FormParameters.Field(name: $0.key, value: $0.value) })
    }

    static func dictionary(_ parameters: FormParameters) -> [String: String] {
        Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// What Twilio makes of an answer, by its content type. Twilio, "TwiML for Programmable Voice".
    private static func content(of answer: WebhookAnswer) throws(DebuggerError) -> DocumentContent {
        guard answer.isSuccess else {
            throw DebuggerError(11_200, "\(answer.url) answered \(answer.status)")
        }
        switch answer.contentType {
        case "text/xml", "application/xml", "text/html":
            return .verbs(try DocumentReader.read(answer.body))
        case "text/plain":
            if let nodes = try? DocumentReader.read(answer.body) { return .verbs(nodes) }
            return .text(String(decoding: answer.body, as: UTF8.self))
        case let type where type.hasPrefix("audio/"):
            return .media(self.length(of: answer.body))
        case "":
            throw DebuggerError(12_300, "\(answer.url) answered without a Content-Type")
        default:
            throw DebuggerError(12_300, "\(answer.url) answered with Content-Type \(answer.contentType)")
        }
    }

    /// The length of a sound; what is no WAV is guessed at the rate of a telephone line.
    static func length(of sound: [UInt8]) -> Duration {
        (try? WAVFile(sound))?.duration ?? .telephony(bytes: sound.count)
    }

    /// A sound as a line carries it, for those who listen in. What is no WAV is heard as silence of its length.
    static func sound(_ file: [UInt8], times: Int) -> ByteBuffer {
        var sound = ByteBuffer()
        let one: [UInt8]
        if let wav = try? WAVFile(file) {
            one = MuLaw.encode(Resampler.convert(wav.mono(), from: wav.sampleRate, to: 8000))
        } else {
            one = [UInt8](repeating: MuLaw.silence, count: file.count)
        }
        // More than a quarter of an hour is not kept: what follows is silence.
        for _ in 0..<min(times, max(1, 7_200_000 / max(1, one.count))) { sound.writeBytes(one) }
        return sound
    }
}
