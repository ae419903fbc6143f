// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// Which document is executed: some may not have every verb.
    enum Stage: Sendable, Hashable {
        case call
        /// On a leg that has answered and is not yet connected.
        case whisper
        case conferenceWait
        case queueWait

        /// The verbs it may have; `nil` for all.
        var allowedVerbs: Set<String>? {
            switch self {
            case .call: nil
            case .whisper: ["Say", "Play", "Pause", "Gather", "Record", "Redirect", "Hangup", "Reject"]
            case .conferenceWait: ["Say", "Play", "Pause", "Redirect"]
            case .queueWait: ["Say", "Play", "Pause", "Hangup", "Redirect", "Leave", "Gather"]
            }
        }

        /// Twilio's error for another verb.
        func refusal(_ verb: String) -> DebuggerError {
            switch self {
            case .whisper where verb == "Dial": DebuggerError(13_201, "<Dial> in a document of a dialled leg")
            case .call, .whisper: DebuggerError(12_200, "<\(verb)> in a document of a dialled leg")
            case .conferenceWait, .queueWait: DebuggerError(13_238, "<\(verb)> in a document for those who wait")
            }
        }
    }

    /// What somebody hears who waits.
    struct Hold {
        /// The document, asked for again and again; `nil` or empty for none.
        var reference: String?
        var method: String?
        var stage: Stage
        /// What it is told beyond the usual.
        var parameters: (CallRun) -> FormParameters = { _ in [:] }
    }

    /// Executes a document within a verb. Returns ``Flow/next`` when it is done.
    mutating func execute(_ request: DocumentRequest, as stage: Stage) async -> Flow {
        let (document, outer) = (self.document, self.stage)
        self.stage = stage
        defer {
            self.document = document
            self.stage = outer
        }
        var next = request
        for _ in 0..<self.call.limits.documents {
            switch await self.follow(next) {
            case .document(let request): next = request
            case .end(.documentEnded), .next: return .next
            case let flow: return flow
            }
        }
        return .end(.documentLimit)
    }

    /// Lets somebody wait until something has come about, which is ``Flow/awakened``. The call's bell must be rung then.
    mutating func hold(_ hold: Hold, until isOver: @escaping @Sendable () -> Bool) async -> Flow {
        if isOver() { return .awakened }
        self.awakens = isOver
        defer { self.awakens = nil }
        guard let reference = hold.reference, !reference.isEmpty else { return await self.waitInSilence() }
        guard let url = self.document.url?.resolving(reference) ?? WebURL(reference) else {
            self.note(15_004, "\(reference) is no URL")
            return await self.waitInSilence()
        }
        while true {
            let begin = self.now
            let request = DocumentRequest(
                url: url,
                method: WebhookMethod(attribute: hold.method),
                parameters: hold.parameters(self)
            )
            switch await self.execute(request, as: hold.stage) {
            case .next: break
            case .end(.applicationError): return await self.waitInSilence()
            case let flow: return flow
            }
            // An empty document is not asked for a thousand times a second.
            let flow = await self.pass(.seconds(1) - (self.now - begin))
            guard case .next = flow else { return flow }
        }
    }

    private mutating func waitInSilence() async -> Flow {
        let flow = await self.pass(self.remaining.time, with: Playback())
        if case .next = flow { return .end(.durationLimit) }
        return flow
    }
}
