// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// One request to Aura's REST API, on the event loop of whoever listens.
final class SpeakRequest: SpeakTask {
    /// As much of a refusal is read.
    private static let refusalLimit = 4_096

    let eventLoop: any EventLoop
    private let limits: SpeakLimits
    private let hasWords: Bool
    /// `nil` when it is over.
    private var deliver: ((SpeakEvent) -> Void)?
    private var abort: () -> Void = {}
    private var isBeginning = true
    private var head: HTTPResponseHead?
    private var refusal = ByteBuffer()
    private var audio: SpeakAudio
    private var watch: SpeakWatch
    private var timer: Scheduled<Void>?
    /// What holds the response's next part back while paused.
    private var gate: EventLoopPromise<Void>?
    private var isPaused = false

    init(
        _ text: String,
        limits: SpeakLimits,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) {
        self.eventLoop = eventLoop
        self.limits = limits
        self.hasWords = text.contains { $0.isLetter || $0.isNumber }
        self.deliver = deliver
        self.audio = SpeakAudio(limit: limits.audioBytes)
        self.watch = SpeakWatch(limits, now: eventLoop.now)
    }

    func begin(_ execute: (SpeakResponse) throws -> HTTPClient.Task<Void>) {
        do {
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            let task = try execute(SpeakResponse(bound, on: self.eventLoop))
            self.abort = { task.cancel() }
            self.schedule()
            task.futureResult.hop(to: self.eventLoop).whenComplete { bound.value.completed($0) }
        } catch let error as DeepgramError {
            self.end(error)
        } catch {
            self.end(
                DeepgramError(.invalidParameters, "Deepgram's URL cannot be used; correct it.", cause: "\(error)")
            )
        }
        self.isBeginning = false
    }

    func cancel() {
        guard self.deliver != nil else { return }
        self.close()
        self.abort()
    }

    func pause() {
        self.isPaused = true
    }

    func resume() {
        self.isPaused = false
        self.watch.cameOn(now: self.eventLoop.now)
        self.gate?.succeed()
        self.gate = nil
    }
}

// MARK: - The answer

extension SpeakRequest {
    func received(_ head: HTTPResponseHead) {
        guard self.deliver != nil else { return }
        self.head = head
        guard head.status == .ok, !SpeakAudio.accepts(mediaType: head.headers.first(name: "content-type")) else {
            return
        }
        self.abandon(
            DeepgramError(
                .protocolViolation,
                "Deepgram did not send mu-law; check what stands between us and Deepgram.",
                cause: head.headers.first(name: "content-type"),
                requestID: self.requestID
            )
        )
    }

    /// Takes a part of the body; what is returned holds the next one back.
    func received(_ part: ByteBuffer) -> EventLoopFuture<Void> {
        guard self.deliver != nil else { return self.eventLoop.makeSucceededVoidFuture() }
        self.watch.cameOn(now: self.eventLoop.now)
        if self.head?.status == .ok {
            self.hear(part)
        } else {
            var part = part
            let room = Self.refusalLimit - self.refusal.readableBytes
            if var slice = part.readSlice(length: min(room, part.readableBytes)) { self.refusal.writeBuffer(&slice) }
            // The status says enough.
            if part.readableBytes > 0 { self.abandon(self.refusalError) }
        }
        guard self.isPaused, self.deliver != nil else { return self.eventLoop.makeSucceededVoidFuture() }
        let gate = self.gate ?? self.eventLoop.makePromise(of: Void.self)
        self.gate = gate
        return gate.futureResult
    }

    private func hear(_ part: ByteBuffer) {
        switch self.audio.take(part) {
        case .wait: break
        case .refuse(let error): self.abandon(error)
        case .play(let audio):
            if self.watch.heardFirst() {
                self.timer?.cancel()
                self.schedule()
            }
            self.deliver?(.audio(audio))
        }
    }

    private func completed(_ result: Result<Void, any Error>) {
        guard self.deliver != nil else { return }
        switch result {
        case .failure(let error):
            self.end(SpeakFailure.error(error, isAnswered: self.head != nil, requestID: self.requestID))
        case .success where self.head?.status != .ok:
            self.end(self.refusalError)
        case .success:
            if let rest = self.audio.takeRest() { self.deliver?(.audio(rest)) }
            guard self.audio.bytes == 0, self.hasWords else { return self.end(nil) }
            self.end(DeepgramError(.unavailable, "Deepgram answered without a sound.", requestID: self.requestID))
        }
    }

    private var requestID: String? { self.head?.headers.first(name: "dg-request-id") }

    private var refusalError: DeepgramError {
        var fields = HTTPFields()
        for (name, value) in self.head?.headers ?? [:] {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let status = Int(self.head?.status.code ?? 500)
        return DeepgramError(
            status: .init(code: status),
            headers: fields,
            body: self.refusal.readableBytesView
        )
    }
}

// MARK: - The end

extension SpeakRequest {
    private func schedule() {
        guard self.deliver != nil else { return }
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.timer = self.eventLoop.scheduleTask(deadline: self.watch.next) { bound.value.timerFired() }
    }

    private func timerFired() {
        guard self.deliver != nil else { return }
        if self.isPaused { self.watch.cameOn(now: self.eventLoop.now) }
        guard let reason = self.watch.reason(now: self.eventLoop.now) else { return self.schedule() }
        self.abandon(DeepgramError(.timedOut, reason, requestID: self.requestID))
    }

    /// Ends before Deepgram does.
    private func abandon(_ error: DeepgramError) {
        let abort = self.abort
        self.end(error)
        abort()
    }

    private func end(_ error: DeepgramError?) {
        guard let deliver = self.deliver else { return }
        guard !self.isBeginning else {
            let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
            self.eventLoop.execute { bound.value.end(error) }
            return
        }
        self.close()
        deliver(.ended(error))
    }

    private func close() {
        self.deliver = nil
        self.timer?.cancel()
        self.timer = nil
        self.gate?.succeed()
        self.gate = nil
    }
}
