// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Twilio

/// One call while it runs: which document comes next, what time it is in the call, and what has been noted.
///
/// Verbs are in `CallRun+….swift`. Time is the call's own: verbs add what they last, streams add what they lasted,
/// webhooks add what they took.
struct CallRun {
    /// What comes after a verb.
    enum Flow {
        case next
        /// A document that a verb asks for.
        case document(DocumentRequest)
        /// A document that the REST API orders the call to.
        case ordered(DocumentRequest)
        case end(CallEnding)
        /// What somebody waited for has come about.
        case awakened
        /// `<Leave>`.
        case left
    }

    /// A document to ask for.
    struct DocumentRequest: Sendable {
        /// `nil` for a document that the REST API was given itself.
        var url: WebURL?
        /// The document, where there is none to ask for.
        var inline: String?
        var method = WebhookMethod.post
        var parameters: FormParameters = [:]
        var isFallback = false
    }

    /// The call with the changes made to it since it began.
    var call: SimulatedCall
    /// What the rest of Twilio sees of this call.
    let live: LiveCall
    let twilio: SimulatedTwilio
    let webhooks: WebhookClient
    let report: @Sendable (SimulatedCallEvent) -> Void

    var result: SimulatedCallResult
    /// The call's own time.
    var now = Duration.zero
    /// When the call was answered; `nil` while it rings.
    var answeredAt: Duration?
    /// The document that is being executed.
    var document: DocumentRequest
    var cookies: [String: String] = [:]
    /// The caller, while the line is open: what is left of the script, and what was heard.
    var speaker: ScriptedCaller
    /// What was said in the last 20 ms.
    var lastSaid = ByteBuffer.silentFrame
    /// Keys pressed while people were connected.
    var pressedKeys: [Character] = []
    var gathers: ArraySlice<GatherAnswer>
    var records: ArraySlice<RecordAnswer>
    var dials: ArraySlice<DialOutcome>
    var callbackSequence = 0
    /// Callbacks that a fault keeps back: until the next one, or until the end.
    var heldCallbacks: [(isLast: Bool, parameters: FormParameters)] = []
    /// Whether anybody is told that the call ended.
    var isReported = true
    /// What a SIP carrier said when nobody answered.
    var sipResponse: Int?
    /// The recording of the whole call.
    var recording: CallRecorder?
    /// What documents may be executed now.
    var stage = Stage.call
    /// While the call waits: whether the waiting is over.
    var awakens: (@Sendable () -> Bool)?
    /// The leg that this one was made for, while it is not connected yet; when that one goes, this one does.
    var guardian: LiveCall?
    /// Set for a leg that goes on without the one that made it.
    var isReleased = false
    /// The recording of a `<Dial>` from the answer on.
    var answerRecorder: CallRecorder?
    /// Set by `<Reject>`: how the call ends when it was never answered.
    var unansweredStatus: CallStatus?

    init(_ live: LiveCall, document: DocumentRequest, cues: [CallerCue]) {
        let call = live.call
        self.call = call
        self.live = live
        self.twilio = live.twilio
        self.webhooks = live.webhooks
        self.report = live.report
        self.result = SimulatedCallResult(sid: call.sid, to: call.to)
        self.document = document
        self.speaker = ScriptedCaller(cues: cues[...])
        self.gathers = call.script.gathers[...]
        self.records = call.script.records[...]
        self.dials = call.script.dials[...]
    }

    /// Runs the call to its end.
    mutating func run() async -> SimulatedCallResult {
        let clock = ContinuousClock()
        let begin = clock.now
        let ending = await self.conduct()
        await self.finish(ending)
        self.result.wallSeconds = (clock.now - begin).inSeconds
        return self.result
    }

    /// Writes down how the call ended, and tells whoever wants to know.
    mutating func finish(_ ending: CallEnding) async {
        self.result.ending = ending
        self.result.status = self.finalStatus.rawValue
        self.result.seconds = self.answeredAt.map { (self.now - $0).inSeconds } ?? 0
        self.live.end()
        await self.keepBackgroundStreams()
        self.close()
        if self.isReported { await self.reportProgress(.completed) }
        await self.releaseCallbacks(isLast: true)
        for posted in self.live.takeCallbacks() { self.note(posted) }
        self.twilio.calls.remove(self.live)
        self.twilio.ledger.finish(self.result)
    }

    /// From the first ring to the last document.
    private mutating func conduct() async -> CallEnding {
        if self.unansweredStatus != nil { return .notAnswered }
        if self.isReleased { return await self.followDocuments() }
        guard let leg = self.call.outbound else {
            await self.reportProgress(.initiated)
            await self.reportProgress(.ringing)
            return await self.followDocuments()
        }
        if let ending = await self.ring(leg) { return ending }
        switch await self.prepare(leg) {
        case .end(let ending): return ending
        case .document(let request), .ordered(let request): self.document = request
        case .next, .awakened, .left: break
        }
        guard let detection = leg.detection, detection.isAsynchronous, leg.sendDigits.isEmpty else {
            return await self.followDocuments()
        }
        return await self.followDocuments(
            detecting: AsynchronousDetection(
                verdict: detection.verdict(on: leg.callee.answer),
                callback: detection.callback,
                method: detection.callbackMethod,
                live: self.live
            )
        )
    }

    /// Writes down how the call ended.
    private func close() {
        let status = self.finalStatus
        let seconds = Int(self.result.seconds.rounded(.up))
        self.twilio.ledger.updateCall(self.call.sid) { record in
            record.status = status
            record.ended = .now
            record.duration = seconds
        }
    }

    /// One document after the other.
    mutating func followDocuments() async -> CallEnding {
        var next = self.document
        while self.result.documents.count < self.call.limits.documents {
            switch await self.follow(next) {
            case .document(let request), .ordered(let request): next = request
            case .end(let ending): return ending
            case .next, .awakened, .left: return .documentEnded
            }
        }
        return .documentLimit
    }

    mutating func follow(_ request: DocumentRequest) async -> Flow {
        if let flow = self.takeInterruption() { return flow }
        self.document = request
        let content: DocumentContent
        do {
            content = try await self.fetch(request)
        } catch {
            return self.fallBack(from: request, error)
        }
        switch content {
        case .verbs(let nodes): return await self.execute(nodes)
        case .media(let length):
            await self.answer()
            return self.ending(after: await self.pass(length))
        case .text(let text):
            await self.answer()
            return self.ending(after: await self.say(text, loop: 1))
        }
    }

    private func ending(after flow: Flow) -> Flow {
        if case .next = flow { return .end(.documentEnded) }
        return flow
    }

    /// Asks the fallback URL, or ends the call with Twilio's apology.
    mutating func fallBack(from request: DocumentRequest, _ error: DebuggerError) -> Flow {
        self.note(error.code, error.message)
        guard self.stage == .call, !request.isFallback, let text = self.call.fallbackURL, let url = WebURL(text) else {
            // Twilio answers to say its apology; those who wait hear nothing of it.
            if self.stage == .call { self.answeredAt = self.answeredAt ?? self.now }
            return .end(.applicationError)
        }
        let parameters: FormParameters = [
            "ErrorCode": String(error.code), "ErrorUrl": request.url?.description ?? "",
        ]
        return .document(
            DocumentRequest(url: url, method: self.call.fallbackMethod, parameters: parameters, isFallback: true)
        )
    }

    private mutating func execute(_ nodes: [DocumentNode]) async -> Flow {
        for complaint in nodes.flatMap(DocumentSchema.complaints) { self.note(12_200, complaint) }
        for (index, node) in nodes.enumerated() {
            if let flow = self.takeInterruption() { return flow }
            let flow: Flow
            do {
                flow = try await self.perform(node, isFirst: index == 0)
            } catch {
                return self.fallBack(from: self.document, error)
            }
            if case .next = flow { continue }
            return flow
        }
        return .end(.documentEnded)
    }
}
