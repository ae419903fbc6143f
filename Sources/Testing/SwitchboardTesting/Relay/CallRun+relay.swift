// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Connect><ConversationRelay>`: a session in words, which blocks until it is over; then `action`, which is told how
    /// it ended, or the next verb.
    ///
    /// Twilio, "ConversationRelay noun" and "Getting and sending WebSocket messages". A session that cannot be opened
    /// asks the `action` too.
    mutating func relay(_ noun: DocumentNode, of connect: DocumentNode) async throws(DebuggerError) -> Flow {
        self.begin(connect, noun.attributes["url"] ?? "")
        await self.answer()
        let sid = RelaySessionSID.random().description
        var end = StreamOutcome.End.streamOver
        var result: FormParameters = ["SessionId": sid, "SessionDuration": "0"]
        do throws(DebuggerError) {
            let outcome = await self.run(try self.plan(noun, sid: sid))
            self.keep(outcome)
            end = outcome.end
            result = Self.parameters(of: outcome)
        } catch {
            self.note(error.code, error.message)
            result.append("SessionStatus", "failed")
            result.append("ErrorCode", String(error.code))
            result.append("ErrorMessage", error.message)
        }
        switch end {
        case .callerHungUp: return .end(.callerHungUp)
        case .durationLimit: return .end(.durationLimit)
        case .streamOver, .interrupted: break
        }
        if let flow = self.takeInterruption() { return flow }
        guard let action = connect.attributes["action"] else { return .next }
        var request = try self.next(action, method: connect.attributes["method"])
        request.parameters = result
        return .document(request)
    }

    /// Throws 64101 when Twilio would not even try.
    private func plan(_ noun: DocumentNode, sid: String) throws(DebuggerError) -> RelayPlan {
        let text = noun.attributes["url"]?.trimmingWhitespace() ?? ""
        guard let url = WebURL(text), url.scheme == "wss" || (url.scheme == "ws" && self.call.acceptsInsecureStreams)
        else { throw DebuggerError(64_101, "<ConversationRelay>: “\(text)” does not begin with wss://") }
        var parameters: FormParameters = [:]
        for child in noun.children where child.name == "Parameter" {
            parameters.append(child.attributes["name"] ?? "", child.attributes["value"] ?? "")
        }
        let remaining = self.remaining
        return RelayPlan(
            call: self.call,
            live: self.live,
            url: url.description,
            sessionSID: sid,
            settings: try RelaySettings(noun),
            parameters: parameters,
            cues: self.speaker.unfinishedCues,
            begin: self.now,
            limit: remaining.time,
            endAtLimit: remaining.end,
            report: self.report
        )
    }

    private func run(_ plan: RelayPlan) async -> RelayOutcome {
        await RelayConnector(twilio: self.twilio, route: self.webhooks.route).run(plan)
    }

    private static func parameters(of outcome: RelayOutcome) -> FormParameters {
        var parameters: FormParameters = [
            "SessionId": outcome.report.sid, "SessionStatus": outcome.report.status,
            "SessionDuration": String(Int(outcome.report.seconds.rounded(.up))),
        ]
        if let handoff = outcome.report.handoffData { parameters.append("HandoffData", handoff) }
        if let error = outcome.error {
            parameters.append("ErrorCode", String(error.code))
            parameters.append("ErrorMessage", error.message)
        }
        return parameters
    }

    private mutating func keep(_ outcome: RelayOutcome) {
        self.now += outcome.duration
        self.speaker = ScriptedCaller(cues: outcome.cues)
        self.result.relays.append(outcome.report)
        self.result.violations += outcome.violations
        self.result.failures += outcome.failures
        self.result.recording.caller += outcome.recording.caller
        self.result.recording.agent += outcome.recording.agent
    }
}
