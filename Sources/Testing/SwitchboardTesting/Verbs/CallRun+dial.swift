// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Dial>`: the next outcome of the script. Twilio, "TwiML Voice: Dial".
    mutating func dial(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        let targets = node.children.map(\.trimmedText) + [node.trimmedText]
        let dialled = targets.filter { !$0.isEmpty }
        let place = self.begin(node, dialled.joined(separator: " "))
        guard !dialled.isEmpty else { throw DebuggerError(13_223, "<Dial>: there is no number") }
        let outcome = self.dials.popFirst() ?? .noAnswer
        self.result.verbs[place].outcome = outcome.status.rawValue
        // With answerOnBridge the caller hears it ring until somebody answers.
        if !node.flag("answerOnBridge", default: false) || outcome.status == .completed { await self.answer() }
        let flow = await self.pass(Self.length(of: outcome, node))
        guard case .next = flow else { return flow }
        if outcome.status == .canceled { return .end(.callerHungUp) }
        var parameters = Self.parameters(of: outcome)
        if outcome.status == .completed, Self.isRecorded(node) {
            let recording = self.recordingParameters(RecordingSID.random().description, outcome.duration)
            await self.reportRecording(node, recording)
            for field in recording { parameters.append(field) }
        }
        // Without an action the flow goes on with the next verb, whatever came of it.
        guard let action = node.attributes["action"] else { return .next }
        return .document(try self.next(action, method: node.attributes["method"], parameters: parameters))
    }

    private static func length(of outcome: DialOutcome, _ node: DocumentNode) -> Duration {
        switch outcome.status {
        case .completed: min(outcome.duration, .seconds(max(1, node.integer("timeLimit") ?? 14_400)))
        case .noAnswer: .seconds(max(0, node.integer("timeout") ?? 30))
        case .busy, .failed, .canceled: .seconds(1)
        }
    }

    private static func isRecorded(_ node: DocumentNode) -> Bool {
        let value = node.attributes["record"] ?? "do-not-record"
        return value == "true" || value.hasPrefix("record-from")
    }

    private static func parameters(of outcome: DialOutcome) -> FormParameters {
        var parameters: FormParameters = [
            "DialCallStatus": outcome.status.rawValue, "DialCallSid": CallSID.random().description,
            "DialBridged": outcome.status == .completed ? "true" : "false",
        ]
        if outcome.status == .completed {
            parameters.append("DialCallDuration", String(Int(outcome.duration.inSeconds.rounded())))
        }
        return parameters
    }
}
