// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Enqueue>`: waits until somebody takes the call out. Twilio, "TwiML Voice: Enqueue".
    mutating func enqueue(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        let place = self.begin(node, node.trimmedText)
        guard !node.trimmedText.isEmpty, node.trimmedText.count <= 64 else {
            throw DebuggerError(14_201, "<Enqueue>: “\(node.trimmedText)” is no queue's name")
        }
        await self.answer()
        let queue = self.twilio.rooms.queue(node.trimmedText, account: self.call.account.sid)
        let begin = self.now
        var (result, flow) = ("queue-full", Flow.next)
        if queue.enter(self.live, maximum: node.integer("maxQueueSize")) {
            (result, flow) = await self.stand(in: queue, node, since: begin)
            queue.leave(self.call.sid)
        }
        self.result.verbs[place].outcome = result
        if case .ordered = flow { return flow }
        let parameters: FormParameters = [
            "QueueResult": result, "QueueSid": queue.sid, "QueueTime": self.seconds(since: begin),
        ]
        guard let action = node.attributes["action"] else {
            if case .end = flow { return flow }
            return .next
        }
        let next = try self.next(action, method: node.attributes["method"], parameters: parameters)
        guard case .end = flow else { return .document(next) }
        // Also a caller who hangs up is reported; what comes back is not executed any more.
        _ = try await self.fetch(next)
        return flow
    }

    private func seconds(since begin: Duration) -> String { String(Int((self.now - begin).inSeconds)) }

    /// Waits, and is then connected. Returns Twilio's `QueueResult`, and what comes after the verb.
    private mutating func stand(
        in queue: QueueRoom,
        _ node: DocumentNode,
        since begin: Duration
    ) async -> (String, Flow) {
        let sid = self.call.sid
        let hold = Hold(
            reference: node.attributes["waitUrl"],
            method: node.attributes["waitUrlMethod"],
            stage: .queueWait
        ) { run in
            [
                "QueuePosition": String(queue.position(of: sid) ?? 1), "QueueSid": queue.sid,
                "QueueTime": run.seconds(since: begin), "AvgQueueTime": run.seconds(since: begin),
                "CurrentQueueSize": String(queue.members.count), "MaxQueueSize": String(queue.maximum),
            ]
        }
        let flow = await self.hold(hold) { queue.handover(of: sid) != nil }
        switch flow {
        case .awakened: break
        case .left: return ("leave", .next)
        case .ordered: return ("redirected", flow)
        case .end(.applicationError): return ("error", .next)
        default:
            queue.handover(of: sid)?.end()
            return ("hangup", flow)
        }
        guard let handover = queue.handover(of: sid) else { return ("error", .next) }
        defer { handover.end() }
        if var whisper = handover.whisper {
            whisper.parameters = [
                "QueueSid": queue.sid, "QueueTime": self.seconds(since: begin), "DequeingCallSid": handover.dialler.sid,
            ]
            let flow = await self.execute(whisper, as: .whisper)
            guard case .next = flow else { return ("bridging-in-process", flow) }
        }
        handover.ready()
        let waited = await self.wait(atMost: self.remaining.time, with: MixerSeat(handover.mixer, sid)) { _ in
            handover.isOver
        }
        guard case .interrupted(let flow) = waited else { return ("bridged", .next) }
        if case .ordered = flow { return ("redirected-from-bridged", flow) }
        return ("bridged", flow)
    }

    /// `<Dial><Queue>`: connects with the first who waits; waits for somebody while nobody does.
    mutating func dialQueue(
        _ noun: DocumentNode,
        of node: DocumentNode,
        at place: Int
    ) async throws(DebuggerError) -> Flow {
        await self.answer()
        let queue = self.twilio.rooms.queue(noun.trimmedText, account: self.call.account.sid)
        var whisper: DocumentRequest?
        if let reference = noun.attributes["url"] {
            let url = try self.resolve(reference, of: "<Queue>")
            whisper = DocumentRequest(url: url, method: WebhookMethod(attribute: noun.attributes["method"]))
        }
        queue.watch(self.live, true)
        defer { queue.watch(self.live, false) }
        let timeout = Duration.seconds(max(0, node.integer("timeout") ?? 30))
        let waited = await self.wait(atMost: timeout) { _ in !queue.members.isEmpty }
        if case .interrupted(let flow) = waited { return flow }
        guard let handover = queue.take(for: self.live, whisper: whisper) else {
            self.result.verbs[place].outcome = "no-answer"
            return try self.afterDial(node, ["DialCallStatus": "no-answer", "DialBridged": "false"])
        }
        let begin = self.now
        let flow = await self.talk(over: handover, node)
        handover.end()
        let isBridged = handover.isReady
        self.result.verbs[place].outcome = isBridged ? "completed" : "no-answer"
        if case .next = flow {} else { return flow }
        return try self.afterDial(
            node,
            [
                "DialCallStatus": isBridged ? "completed" : "no-answer", "DialCallSid": handover.member.sid,
                "DialBridged": String(isBridged), "DialCallDuration": self.seconds(since: begin),
            ]
        )
    }

    private mutating func talk(over handover: Handover, _ node: DocumentNode) async -> Flow {
        let ready = await self.wait(atMost: self.remaining.time) { _ in handover.isReady || handover.isOver }
        if case .interrupted(let flow) = ready { return flow }
        guard handover.isReady else { return .next }
        let limit = Duration.seconds(max(1, node.integer("timeLimit") ?? 14_400))
        let scripted = self.dials.popFirst().map(\.duration)
        let endsOnStar = node.flag("hangupOnStar", default: false)
        self.pressedKeys = []
        let seat = MixerSeat(handover.mixer, self.call.sid)
        let waited = await self.wait(atMost: min(limit, scripted ?? limit), with: seat) { run in
            handover.isOver || (endsOnStar && run.pressedKeys.contains("*"))
        }
        if case .interrupted(let flow) = waited { return flow }
        return .next
    }
}
