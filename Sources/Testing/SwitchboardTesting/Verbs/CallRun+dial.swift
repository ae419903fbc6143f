// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Twilio

extension CallRun {
    /// `<Dial>`: people of the callee book, a conference, a queue; for numbers nobody knows, the next outcome of the
    /// script. Twilio, "TwiML Voice: Dial".
    mutating func dial(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        let targets = DialTarget.all(in: node)
        let rooms = node.children.filter { $0.name == "Conference" || $0.name == "Queue" }
        let names = targets.map(\.address) + rooms.map(\.trimmedText)
        let place = self.begin(node, names.joined(separator: " "))
        try self.checkCallerID(node)
        if let room = rooms.first {
            guard !room.trimmedText.isEmpty else { throw DebuggerError(13_223, "<\(room.name)> has no name") }
            return room.name == "Conference"
                ? try await self.dialConference(room, of: node, at: place)
                : try await self.dialQueue(room, of: node, at: place)
        }
        guard !targets.isEmpty else { throw DebuggerError(13_223, "<Dial>: there is no number") }
        // Scripts of callers say what becomes of numbers that are in nobody's book.
        let isKnown = targets.contains { self.twilio.callees[$0.address] != nil }
        return isKnown
            ? try await self.dialPeople(targets, of: node, at: place) : try await self.dialByScript(node, at: place)
    }

    private func checkCallerID(_ node: DocumentNode) throws(DebuggerError) {
        guard let callerID = node.attributes["callerId"] else { return }
        // The caller's own number and the number that was called may always be shown.
        guard callerID != self.call.from, callerID != self.call.to else { return }
        guard self.twilio.numbers.mayCall(from: callerID) else {
            throw DebuggerError(13_214, "<Dial>: callerId \(callerID) is not the account's and not verified")
        }
    }

    /// The next outcome of the script.
    private mutating func dialByScript(_ node: DocumentNode, at place: Int) async throws(DebuggerError) -> Flow {
        let outcome = self.dials.popFirst() ?? .noAnswer
        self.result.verbs[place].outcome = outcome.status.rawValue
        // With answerOnBridge the caller hears it ring until somebody answers.
        if !node.flag("answerOnBridge", default: false) || outcome.status == .completed { await self.answer() }
        let flow = await self.pass(Self.length(of: outcome, node))
        guard case .next = flow else { return flow }
        if outcome.status == .canceled { return .end(.callerHungUp) }
        var parameters = Self.parameters(of: outcome)
        if outcome.status == .completed, Self.isRecorded(node) {
            let recording = self.keepRecording(of: outcome.duration, source: "DialVerb")
            await self.reportRecording(node, recording)
            for field in recording { parameters.append(field) }
        }
        return try self.afterDial(node, parameters)
    }

    /// Without an action the flow goes on with the next verb, whatever came of it.
    func afterDial(_ node: DocumentNode, _ parameters: FormParameters) throws(DebuggerError) -> Flow {
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

    static func isRecorded(_ node: DocumentNode) -> Bool {
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
