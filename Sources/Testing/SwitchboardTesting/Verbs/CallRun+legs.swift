// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What happens on the legs of a `<Dial>` that is no matter of who wins.
extension CallRun {
    /// A leg to somebody, not yet ringing.
    func leg(_ target: DialTarget, _ callee: SimulatedCallee, _ node: DocumentNode) async -> CallRun {
        var call = self.call
        call.sid = CallSID.random().description
        call.parentSid = self.call.sid
        call.direction = .outboundDial
        call.from = node.attributes["callerId"] ?? self.call.from
        call.to = target.address
        call.script = callee.script
        (call.parameters, call.outbound, call.timeLimit, call.fallbackURL) = ([:], nil, nil, nil)
        let callback = target.node.attributes["statusCallback"].flatMap {
            self.document.url?.resolving($0) ?? WebURL($0)
        }
        call.statusCallback = callback?.description
        call.statusCallbackMethod = WebhookMethod(attribute: target.node.attributes["statusCallbackMethod"])
        call.statusCallbackEvents = target.events
        let live = self.twilio.enter(call, route: self.webhooks.route, report: self.report, status: .queued)
        var failure: SimulationError?
        var cues: [CallerCue] = []
        do {
            let compiler = CueCompiler(voices: self.twilio.voices, voice: call.voice)
            cues = try await compiler.compile(callee.opening + callee.script.steps)
        } catch {
            failure = error
        }
        var leg = CallRun(live, document: DocumentRequest(), cues: cues)
        if let failure { leg.note(0, "the callee cannot speak: \(failure)") }
        leg.now = self.now
        return leg
    }

    /// Finds out who answered, beside everything else, where the noun asks for that.
    mutating func detect(on leg: CallRun, _ target: DialTarget, _ callee: SimulatedCallee) {
        let node = target.node
        guard let mode = node.attributes["machineDetection"] else { return }
        guard let mode = MachineDetection.Mode(rawValue: mode) else {
            self.note(12_200, "<\(node.name)>: machineDetection \(mode)")
            return
        }
        var detection = MachineDetection(mode: mode)
        if let time = node.integer("machineDetectionTimeout") { detection.timeout = .seconds(time) }
        if let time = node.integer("machineDetectionSpeechThreshold") {
            detection.speechThreshold = .milliseconds(time)
        }
        if let time = node.integer("machineDetectionSpeechEndThreshold") {
            detection.speechEndThreshold = .milliseconds(time)
        }
        if let time = node.integer("machineDetectionSilenceTimeout") { detection.silenceTimeout = .milliseconds(time) }
        let callback = node.attributes["amdStatusCallback"].flatMap { self.document.url?.resolving($0) ?? WebURL($0) }
        let report = AsynchronousDetection(
            verdict: detection.verdict(on: callee.answer),
            callback: callback?.description,
            method: WebhookMethod(attribute: node.attributes["amdStatusCallbackMethod"]),
            live: leg.live
        )
        self.twilio.background.start { await report.run() }
    }

    /// Presses keys and runs the whisper on the leg that answered. Returns whether it is still there.
    mutating func prepare(_ leg: inout CallRun, _ target: DialTarget, keys: String) async -> Bool {
        self.live.follow(leg.live.bell)
        defer { self.live.unfollow(leg.live.bell) }
        leg.guardian = self.live
        defer { leg.guardian = nil }
        defer { self.now = max(self.now, leg.now) }
        if !keys.isEmpty, case .next = await leg.pass(Self.length(ofKeys: keys)) {}
        guard let reference = target.node.attributes["url"] else { return leg.reachedEnd == nil }
        guard let url = self.document.url?.resolving(reference) ?? WebURL(reference) else {
            self.note(15_004, "<\(target.node.name)>: url \(reference) is no URL")
            return false
        }
        let method = WebhookMethod(attribute: target.node.attributes["method"])
        if case .next = await leg.execute(DocumentRequest(url: url, method: method), as: .whisper) { return true }
        return false
    }

    /// The leg was sent elsewhere by the REST API: it goes on without us.
    func release(_ leg: CallRun, to request: DocumentRequest) {
        let twilio = self.twilio
        var leg = leg
        leg.document = request
        leg.isReleased = true
        let released = leg
        twilio.background.start { await twilio.run(released) }
    }

    mutating func dialRecorder(_ node: DocumentNode, when: String) throws(DebuggerError) -> CallRecorder? {
        let value = node.attributes["record"] == "true" ? "record-from-answer" : node.attributes["record"] ?? ""
        guard value.hasPrefix(when) else { return nil }
        var plan = RecordingPlan(source: "DialVerb")
        plan.channels = value.hasSuffix("-dual") ? 2 : 1
        plan.track = node.attributes["recordingTrack"] ?? "both"
        if let target = node.attributes["recordingStatusCallback"] {
            plan.callback = try self.resolve(target, of: "recordingStatusCallback").description
        }
        plan.callbackMethod = WebhookMethod(attribute: node.attributes["recordingStatusCallbackMethod"])
        if let events = node.attributes["recordingStatusCallbackEvent"] {
            plan.callbackEvents = Set(events.split(separator: " ").map(String.init))
        }
        return self.live.startRecording(plan)
    }
}
