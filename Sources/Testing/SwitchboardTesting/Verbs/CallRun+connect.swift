// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension CallRun {
    /// `<Connect>`: one `<Stream>`, which blocks until it is over; then `action`, or the next verb.
    ///
    /// Twilio, "TwiML Voice: Connect" and "TwiML Voice: Stream". A stream that cannot be opened is noted, and the TwiML
    /// goes on.
    mutating func connect(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        if let relay = node.children.first(where: { $0.name == "ConversationRelay" }) {
            return try await self.relay(relay, of: node)
        }
        guard let stream = node.children.first(where: { $0.name == "Stream" }) else {
            self.begin(node, "")
            self.note(0, "<Connect> without <Stream> or <ConversationRelay> is not simulated and was passed over")
            return .next
        }
        self.begin(node, stream.attributes["url"] ?? "")
        await self.answer()
        if let plan = self.plan(stream) {
            let outcome = await self.stream(plan, callback: stream)
            self.keep(outcome)
            switch outcome.end {
            case .callerHungUp: return .end(.callerHungUp)
            case .durationLimit: return .end(.durationLimit)
            case .streamOver, .interrupted: break
            }
        }
        if let flow = self.takeInterruption() { return flow }
        guard let action = node.attributes["action"] else { return .next }
        return .document(try self.next(action, method: node.attributes["method"]))
    }

    /// `nil`, with a note, when Twilio would not even try.
    private mutating func plan(_ node: DocumentNode) -> StreamPlan? {
        let track = node.attributes["track"] ?? "inbound_track"
        guard track == "inbound_track" else {
            self.note(31_941, "<Connect><Stream> has track \(track)")
            return nil
        }
        guard let url = self.streamURL(of: node) else { return nil }
        let parameters = self.streamParameters(of: node)
        let remaining = self.remaining
        return StreamPlan(
            call: self.call,
            live: self.live,
            url: url.description,
            streamSID: StreamSID.random().description,
            parameters: parameters,
            cues: self.speaker.unfinishedCues,
            begin: self.now,
            limit: remaining.time,
            endAtLimit: remaining.end,
            report: self.report
        )
    }

    /// The children of `<Stream>`.
    mutating func streamParameters(of node: DocumentNode) -> FormParameters {
        var parameters: FormParameters = [:]
        for child in node.children where child.name == "Parameter" {
            let name = child.attributes["name"] ?? ""
            let value = child.attributes["value"] ?? ""
            if name.utf8.count + value.utf8.count >= 500 { self.note(12_200, "<Parameter> \(name) is too long") }
            parameters.append(name, value)
        }
        return parameters
    }

    /// Where a stream goes; `nil`, with a note, when Twilio would not even try.
    mutating func streamURL(of node: DocumentNode) -> WebURL? {
        let text = node.attributes["url"]?.trimmingWhitespace() ?? ""
        guard var url = self.streamURL(text) else { return nil }
        if url.query != nil {
            self.note(0, "a stream's URL may have no query; Twilio drops it")
            url.query = nil
        }
        return url
    }

    private mutating func streamURL(_ text: String) -> WebURL? {
        guard !text.isEmpty, var url = self.document.url?.resolving(text) ?? WebURL(text) else {
            self.note(31_923, "<Stream>: “\(text)” is no URL")
            return nil
        }
        // A relative URL is one of the document's host.
        if !text.contains("://") { url.scheme = "wss" }
        guard url.scheme == "wss" || (url.scheme == "ws" && self.call.acceptsInsecureStreams) else {
            self.note(31_922, "<Stream>: \(text) does not begin with wss://")
            return nil
        }
        return url
    }

    /// Runs the stream, with its status callbacks beside it.
    private mutating func stream(_ plan: StreamPlan, callback node: DocumentNode) async -> StreamOutcome {
        let connector = StreamConnector(twilio: self.twilio, route: self.webhooks.route)
        guard let target = node.attributes["statusCallback"], let url = WebURL(target) else {
            return await connector.run(plan)
        }
        let webhooks = self.webhooks
        let started = self.streamParameters(plan, node, event: "stream-started")
        async let posted = Self.post(url, started, through: webhooks)
        let outcome = await connector.run(plan)
        self.note(await posted)
        let isError = outcome.report.httpStatus != 101
        var ended = self.streamParameters(plan, node, event: isError ? "stream-error" : "stream-stopped")
        if isError {
            ended.append("StreamError", outcome.violations.first?.message ?? "the stream could not be opened")
        }
        self.note(await Self.post(url, ended, through: webhooks))
        return outcome
    }

    private func streamParameters(_ plan: StreamPlan, _ node: DocumentNode, event: String) -> FormParameters {
        [
            "AccountSid": self.call.account.sid, "CallSid": self.call.sid, "StreamSid": plan.streamSID,
            "StreamName": node.attributes["name"] ?? plan.streamSID, "StreamEvent": event,
            "Timestamp": Date.now.formatted(.iso8601),
        ]
    }

    private mutating func keep(_ outcome: StreamOutcome) {
        self.now += outcome.duration
        self.speaker = ScriptedCaller(cues: outcome.cues)
        self.result.streams.append(outcome.report)
        self.result.violations += outcome.violations
        self.result.failures += outcome.failures
        self.result.recording.caller += outcome.recording.caller
        self.result.recording.agent += outcome.recording.agent
    }
}
