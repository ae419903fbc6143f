// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore
import NIOHTTP1

/// One `POST /v1/speak`. Lives on its event loop.
final class AuraRequest {
    private struct Body: Decodable { var text: String }

    private let deepgram: SimulatedDeepgram
    private let eventLoop: any EventLoop
    private weak var handler: DeepgramHTTPHandler?
    private var number = 0
    private var spout: AuraSpout?
    private var hasPlace = false
    /// Bytes after which the connection breaks.
    private var limit: Int?
    private var sent = 0

    init(_ deepgram: SimulatedDeepgram, eventLoop: any EventLoop, handler: DeepgramHTTPHandler) {
        self.deepgram = deepgram
        self.eventLoop = eventLoop
        self.handler = handler
    }

    /// `body` is missing when it was too large.
    func begin(_ head: HTTPRequestHead, body: ByteBuffer?) {
        let now = self.deepgram.time(self.eventLoop.now)
        let admission = self.deepgram.withState {
            $0.speech.admit(
                head.uri,
                traceparent: head.headers.first(name: "traceparent"),
                isStreaming: false,
                now: now
            )
        }
        self.number = admission.number
        guard !admission.has(.noAnswer) else { return }
        do throws(DeepgramRefusal) {
            if let refusal = admission.refusal { throw refusal }
            let (parameters, text) = try self.check(head, body)
            try self.takePlace()
            self.note { $0.texts = [text] }
            self.speak(text, parameters, admission)
        } catch {
            var refusal = error
            var random = SimulationRandom(seed: self.deepgram.settings.seed &+ UInt64(self.number))
            refusal.requestID = random.identifier()
            self.note { $0.outcome = refusal.status }
            self.handler?.write(refusal)
        }
    }

    /// Nobody listens any more.
    func cancel() {
        guard let spout = self.spout else { return }
        spout.stop(trailing: false)
        self.note { $0.isAbandoned = true }
        self.end()
    }

    private func check(_ head: HTTPRequestHead, _ body: ByteBuffer?) throws(DeepgramRefusal) -> (AuraParameters, String)
    {
        let authorization = DeepgramVerdict.authorization(head.headers).value
        try self.deepgram.withState { $0.service }.check(authorization)
        let parameters = try AuraParameters(target: head.uri, isStreaming: false)
        guard let body else { throw DeepgramRefusal(status: 413) }
        let text = try Self.text(body, type: head.headers.first(name: "content-type") ?? "")
        guard !text.isEmpty else {
            throw DeepgramRefusal(status: 400, code: "Bad Request", message: "Input text cannot be empty.")
        }
        guard text.count <= self.deepgram.settings.longestText else {
            let message = "Input text exceeds maximum character limit of \(self.deepgram.settings.longestText)."
            throw DeepgramRefusal(status: 413, code: "Payload Too Large", message: message)
        }
        return (parameters, text)
    }

    private static func text(_ body: ByteBuffer, type: String) throws(DeepgramRefusal) -> String {
        switch type.prefix(while: { $0 != ";" }) {
        case "application/json":
            guard let body = try? JSONDecoder().decode(Body.self, from: Data(body.readableBytesView)) else {
                throw DeepgramRefusal(status: 400, code: "INVALID_JSON", message: "Failed to deserialize JSON payload.")
            }
            return body.text
        case "text/plain":
            guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
                throw DeepgramRefusal(status: 400, code: "Bad Request", message: "The text is not UTF-8.")
            }
            return text
        case _: throw DeepgramRefusal(status: 415)
        }
    }

    private func takePlace() throws(DeepgramRefusal) {
        let settings = self.deepgram.settings
        let refusal = self.deepgram.withState { state -> DeepgramRefusal? in
            do throws(DeepgramRefusal) {
                try state.speech.take(isStreaming: false, settings)
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw refusal }
        self.hasPlace = true
    }

    private func speak(_ text: String, _ parameters: AuraParameters, _ admission: AuraService.Admission) {
        let spout = AuraSpout(
            self.deepgram.voice,
            pace: self.deepgram.settings.speechPace,
            on: self.eventLoop
        ) { [weak self] in self?.send($0) }
        self.spout = spout
        self.limit = admission.first { if case .cut(let bytes) = $0 { bytes } else { nil } }
        var random = SimulationRandom(seed: self.deepgram.settings.seed &+ UInt64(self.number))
        let headers = [
            ("content-type", "audio/mulaw;rate=8000"), ("transfer-encoding", "chunked"),
            ("dg-request-id", random.identifier()), ("dg-model-name", parameters.model),
            ("dg-model-uuid", random.identifier()), ("dg-char-count", String(text.count)),
        ]
        guard !admission.has(.mute) else {
            self.handler?.writeHead(status: 200, headers)
            return
        }
        // The head comes with the first audio.
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        let delay = self.deepgram.settings.speechLatency + admission.delay
        self.eventLoop.scheduleTask(in: TimeAmount(delay)) {
            let request = bound.value
            guard let spout = request.spout else { return }
            request.handler?.writeHead(status: 200, headers)
            if parameters.hasHeader { request.send(ByteBuffer(bytes: Self.header)) }
            spout.speak(text, after: .zero) { [weak request] in request?.finish($0) }
        }
    }

    private func send(_ audio: ByteBuffer) {
        var audio = audio
        if let limit, self.sent + audio.readableBytes > limit {
            if let rest = audio.readSlice(length: limit - self.sent), rest.readableBytes > 0 {
                self.handler?.write(chunk: rest)
            }
            self.breakOff()
            return
        }
        self.sent += audio.readableBytes
        let sent = self.sent
        self.note { $0.audioBytes = sent }
        self.handler?.write(chunk: audio)
    }

    private func breakOff() {
        self.spout?.stop(trailing: false)
        self.end()
        self.handler?.breakOff(reset: false)
    }

    private func finish(_ isWhole: Bool) {
        guard isWhole else { return self.breakOff() }
        self.note { $0.outcome = 200 }
        self.end()
        self.handler?.writeEnd()
    }

    private func end() {
        self.spout = nil
        guard self.hasPlace else { return }
        self.hasPlace = false
        self.deepgram.withState { $0.speech.giveBack(isStreaming: false) }
        self.deepgram.tellWatchers()
    }

    private func note(_ change: (inout DeepgramSpeechReport) -> Void) {
        self.deepgram.note(speech: self.number, change)
    }

    /// RIFF, format 7 (mu-law), of unknown length.
    private static let header: [UInt8] = {
        var bytes = Array("RIFF".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("WAVEfmt ".utf8)
        bytes += [18, 0, 0, 0, 7, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0, 0, 0]
        return bytes + Array("data".utf8) + [0xFF, 0xFF, 0xFF, 0xFF]
    }()
}
