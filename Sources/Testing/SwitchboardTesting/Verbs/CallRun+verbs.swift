// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// Executes one verb. Throws the debugger's error when it ends the document.
    mutating func perform(_ node: DocumentNode, isFirst: Bool) async throws(DebuggerError) -> Flow {
        if let allowed = self.stage.allowedVerbs, !allowed.contains(node.name) {
            throw self.stage.refusal(node.name)
        }
        switch node.name {
        case "Say": return await self.say(node)
        case "Play": return try await self.play(node)
        case "Pause": return await self.pause(node)
        case "Gather": return try await self.gather(node)
        case "Record": return try await self.record(node)
        case "Dial": return try await self.dial(node)
        case "Redirect": return try self.redirect(node)
        case "Start": return await self.start(node)
        case "Stop": return self.stop(node)
        case "Connect": return try await self.connect(node)
        case "Enqueue": return try await self.enqueue(node)
        case "Refer": return try await self.refer(node)
        case "Echo": return await self.echo(node)
        case "Leave": return await self.leave(node)
        case "Reject" where isFirst: return self.reject(node)
        case "Reject", "Hangup":
            self.begin(node, "")
            await self.answer()
            return .end(.serverHungUp)
        default:
            if DocumentSchema.unsimulatedVerbs.contains(node.name) {
                self.note(0, "<\(node.name)> is not simulated and was passed over")
            }
            return .next
        }
    }

    /// Notes that a verb begins; returns its place in the result.
    @discardableResult
    mutating func begin(_ node: DocumentNode, _ detail: String) -> Int {
        let verb = VerbReport(name: node.name, detail: detail, at: self.now.inSeconds)
        self.result.verbs.append(verb)
        self.report(.verb(verb))
        return self.result.verbs.count - 1
    }

    // MARK: Sound

    private mutating func say(_ node: DocumentNode) async -> Flow {
        self.begin(node, node.spokenText)
        await self.answer()
        return await self.say(node.spokenText, loop: node.integer("loop") ?? 1)
    }

    /// As long as a voice takes that speaks 15 characters a second.
    mutating func say(_ text: String, loop: Int) async -> Flow {
        let times = loop == 0 ? 1000 : max(1, loop)
        return await self.pass(.milliseconds(text.count * 1000 / 15) * times)
    }

    private mutating func play(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        self.begin(node, node.attributes["digits"] ?? node.trimmedText)
        await self.answer()
        if let digits = node.attributes["digits"] {
            return await self.pass(Self.length(ofKeys: digits))
        }
        let url = try self.resolve(node.trimmedText, of: "<Play>")
        let watch = Stopwatch(self.twilio.clock)
        let request = WebhookRequest(url: url, method: .get, parameters: [:], isMedia: true)
        let answer = try await self.webhooks.send(request, cookies: self.cookies)
        self.now += watch.elapsed
        guard answer.isSuccess else { throw DebuggerError(11_200, "<Play>: \(url) answered \(answer.status)") }
        guard answer.contentType.hasPrefix("audio/") else {
            throw DebuggerError(13_420, "<Play>: \(url) has Content-Type \(answer.contentType)")
        }
        let loop = node.integer("loop") ?? 1
        let times = loop == 0 ? 1000 : max(1, loop)
        let sound = self.live.hasTaps ? Playback(Self.sound(answer.body, times: times)) : nil
        return await self.pass(Self.length(of: answer.body) * times, with: sound)
    }

    /// As the first verb of an inbound call it delays the answer, so it does not answer.
    private mutating func pause(_ node: DocumentNode) async -> Flow {
        self.begin(node, "")
        return await self.pass(.seconds(max(0, node.integer("length") ?? 1)))
    }

    /// What may stand in a `<Gather>`; anything else was warned of already.
    mutating func performPrompts(of node: DocumentNode) async throws(DebuggerError) -> Flow {
        for prompt in node.children {
            let flow: Flow
            switch prompt.name {
            case "Say": flow = await self.say(prompt)
            case "Play": flow = try await self.play(prompt)
            case "Pause": flow = await self.pause(prompt)
            default: flow = .next
            }
            if case .next = flow { continue }
            return flow
        }
        return .next
    }

    // MARK: Flow

    private mutating func redirect(_ node: DocumentNode) throws(DebuggerError) -> Flow {
        self.begin(node, node.trimmedText)
        return .document(try self.next(node.trimmedText, method: node.attributes["method"]))
    }

    private mutating func reject(_ node: DocumentNode) -> Flow {
        let reason = node.attributes["reason"] ?? "rejected"
        self.begin(node, reason)
        self.unansweredStatus = reason == "busy" ? .busy : .noAnswer
        return .end(.rejected)
    }

    /// The document that an `action` or a redirect names; an empty name is the current document.
    func next(
        _ reference: String?,
        method: String?,
        parameters: FormParameters = [:]
    ) throws(DebuggerError) -> DocumentRequest {
        let url = try self.resolve(reference ?? "", of: "the document")
        return DocumentRequest(url: url, method: WebhookMethod(attribute: method), parameters: parameters)
    }

    /// A URL of the document, made absolute. Throws 15004 where there is nothing to make it absolute with, which is the
    /// case in a document given to the REST API.
    func resolve(_ reference: String, of owner: String) throws(DebuggerError) -> WebURL {
        guard let base = self.document.url ?? WebURL(reference) else {
            throw DebuggerError(15_004, "\(owner): “\(reference)” is no absolute URL, and there is no document's URL")
        }
        guard let url = base.resolving(reference), url.scheme.hasPrefix("http") else {
            throw DebuggerError(11_100, "\(owner): \(reference) is no URL")
        }
        return url
    }
}
