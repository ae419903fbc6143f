// SPDX-License-Identifier: Apache-2.0

import Twilio

/// One call while it runs: which document comes next, what time it is in the call, and what has been noted.
///
/// Verbs are in `CallRun+….swift`. Time is the call's own: verbs add what they last, streams add what they lasted,
/// webhooks add what they took.
struct CallRun {
    /// What comes after a verb.
    enum Flow {
        case next
        case document(DocumentRequest)
        case end(CallEnding)
    }

    /// A document to ask for.
    struct DocumentRequest {
        var url: WebURL
        var method: WebhookMethod
        var parameters: FormParameters = [:]
        var isFallback = false
    }

    let call: SimulatedCall
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
    /// What is left of the script.
    var cues: ArraySlice<CallerCue>
    var gathers: ArraySlice<GatherAnswer>
    var records: ArraySlice<RecordAnswer>
    var dials: ArraySlice<DialOutcome>
    var callbackSequence = 0
    /// Set by `<Reject>`: how the call ends when it was never answered.
    var unansweredStatus: CallStatus?

    init(
        call: SimulatedCall,
        url: WebURL,
        twilio: SimulatedTwilio,
        webhooks: WebhookClient,
        cues: ArraySlice<CallerCue>,
        report: @escaping @Sendable (SimulatedCallEvent) -> Void
    ) {
        self.call = call
        self.twilio = twilio
        self.webhooks = webhooks
        self.report = report
        self.result = SimulatedCallResult(sid: call.sid)
        self.document = DocumentRequest(url: url, method: call.method)
        self.cues = cues
        self.gathers = call.script.gathers[...]
        self.records = call.script.records[...]
        self.dials = call.script.dials[...]
    }

    /// Runs the call to its end.
    mutating func run() async -> SimulatedCallResult {
        let clock = ContinuousClock()
        let begin = clock.now
        await self.reportProgress(.initiated)
        await self.reportProgress(.ringing)
        self.result.ending = await self.followDocuments()
        self.result.status = self.finalStatus.rawValue
        self.result.seconds = self.answeredAt.map { (self.now - $0).inSeconds } ?? 0
        await self.reportProgress(.completed)
        self.result.wallSeconds = (clock.now - begin).inSeconds
        return self.result
    }

    /// One document after the other.
    private mutating func followDocuments() async -> CallEnding {
        var next = self.document
        while self.result.documents.count < self.call.limits.documents {
            switch await self.follow(next) {
            case .document(let request): next = request
            case .end(let ending): return ending
            case .next: return .documentEnded
            }
        }
        return .documentLimit
    }

    private mutating func follow(_ request: DocumentRequest) async -> Flow {
        if let ending = self.reachedEnd { return .end(ending) }
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
        guard !request.isFallback, let text = self.call.fallbackURL, let url = WebURL(text) else {
            // Twilio answers to say its apology.
            self.answeredAt = self.answeredAt ?? self.now
            return .end(.applicationError)
        }
        let parameters: FormParameters = [
            "ErrorCode": String(error.code), "ErrorUrl": request.url.description,
        ]
        return .document(DocumentRequest(url: url, method: .post, parameters: parameters, isFallback: true))
    }

    private mutating func execute(_ nodes: [DocumentNode]) async -> Flow {
        for complaint in nodes.flatMap(DocumentSchema.complaints) { self.note(12_200, complaint) }
        for (index, node) in nodes.enumerated() {
            if let ending = self.reachedEnd { return .end(ending) }
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
