// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Gather>`: plays the prompts, then takes the caller's next answer. Twilio, "TwiML Voice: Gather".
    mutating func gather(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        let inputs = Set((node.attributes["input"] ?? "dtmf").split(separator: " ").map(String.init))
        guard !inputs.isEmpty, inputs.isSubset(of: ["dtmf", "speech"]) else {
            throw DebuggerError(13_310, "<Gather>: input “\(node.attributes["input"] ?? "")”")
        }
        if node.attributes["speechTimeout"] == "auto", node.attributes["speechModel"] == "default" {
            throw DebuggerError(13_335, "<Gather>: speechTimeout auto does not go with the model default")
        }
        let place = self.begin(node, inputs.sorted().joined(separator: " "))
        await self.answer()
        let prompts = try await self.performPrompts(of: node)
        guard case .next = prompts else { return prompts }
        let input = Self.input(self.gathers.popFirst() ?? .nothing, inputs, node)
        let flow = await self.pass(input.time)
        guard case .next = flow else { return flow }
        self.result.verbs[place].outcome = input.outcome
        guard !input.hangsUp else { return .end(.callerHungUp) }
        guard !input.parameters.isEmpty || node.flag("actionOnEmptyResult", default: false) else { return .next }
        let parameters = input.parameters.isEmpty ? Self.emptyResult(inputs) : input.parameters
        return .document(
            try self.next(node.attributes["action"], method: node.attributes["method"], parameters: parameters)
        )
    }

    /// What a caller's answer amounts to.
    private struct Input {
        var parameters: FormParameters = [:]
        var time: Duration
        var outcome: String
        var hangsUp = false
    }

    private static func input(_ answer: GatherAnswer, _ inputs: Set<String>, _ node: DocumentNode) -> Input {
        let timeout = Duration.seconds(node.integer("timeout") ?? 5)
        switch answer {
        case .digits(let keys) where inputs.contains("dtmf"):
            return self.keys(keys, timeout: timeout, node)
        case .speech(let text, let confidence) where inputs.contains("speech") && !text.isEmpty:
            var parameters: FormParameters = ["SpeechResult": text]
            if let confidence { parameters.append("Confidence", String(confidence)) }
            let pause = Duration.seconds(node.integer("speechTimeout") ?? 1)
            return Input(
                parameters: parameters,
                time: .milliseconds(text.count * 1000 / 15) + pause,
                outcome: "speech: \(text)"
            )
        case .hangUp:
            return Input(time: .zero, outcome: "hung up", hangsUp: true)
        case .digits, .speech, .nothing:
            return Input(time: timeout, outcome: "nothing")
        }
    }

    /// Keys until the finish key, until there are enough, or until none comes any more.
    private static func keys(_ keys: String, timeout: Duration, _ node: DocumentNode) -> Input {
        let finishKey = node.attributes["finishOnKey"].map { $0.first } ?? "#"
        let enough = node.integer("numDigits") ?? .max
        var digits = ""
        var end = "timeout"
        for key in keys where digits.count < enough {
            if key == finishKey {
                end = String(key)
                break
            }
            digits.append(key)
        }
        let time = Duration.milliseconds(300 * (digits.count + 1))
        guard !digits.isEmpty else {
            return Input(time: time + (end == "timeout" ? timeout : .zero), outcome: "nothing")
        }
        var parameters: FormParameters = ["Digits": digits]
        if end != "timeout" { parameters.append("FinishedOnKey", end) }
        let isComplete = end != "timeout" || digits.count >= enough
        return Input(parameters: parameters, time: time + (isComplete ? .zero : timeout), outcome: "digits: \(digits)")
    }

    private static func emptyResult(_ inputs: Set<String>) -> FormParameters {
        var parameters: FormParameters = [:]
        if inputs.contains("dtmf") { parameters.append("Digits", "") }
        if inputs.contains("speech") { parameters.append("SpeechResult", "") }
        return parameters
    }
}
