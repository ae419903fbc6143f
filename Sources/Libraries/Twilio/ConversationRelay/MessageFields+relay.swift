// SPDX-License-Identifier: Apache-2.0

/// Messages from Twilio: what is not needed may be missing.
extension MessageFields {
    func relaySetup() throws(TwilioError) -> RelayMessage.Setup {
        RelayMessage.Setup(
            sessionID: try self.text("sessionId"),
            accountSID: try self.text("accountSid"),
            callSID: try self.text("callSid"),
            parentCallSID: self.filledText("parentCallSid"),
            from: self.optionalText("from") ?? "",
            to: self.optionalText("to") ?? "",
            forwardedFrom: self.filledText("forwardedFrom"),
            callType: self.filledText("callType"),
            callerName: self.filledText("callerName"),
            direction: self.filledText("direction"),
            callStatus: self.filledText("callStatus"),
            customParameters: try self.customParameters()
        )
    }

    func relayPrompt() throws(TwilioError) -> RelayMessage.Prompt {
        RelayMessage.Prompt(
            text: try self.text("voicePrompt"),
            language: self.filledText("lang"),
            // Without partial prompts every one is the last.
            isLast: try self.truth("last") ?? true
        )
    }

    /// That the caller cut in matters more than what was heard.
    func relayInterrupt() -> RelayMessage.Interrupt {
        RelayMessage.Interrupt(
            heard: self.optionalText("utteranceUntilInterrupt") ?? "",
            milliseconds: self.value["durationUntilInterruptMs"]?.integer
        )
    }

    func relayInfo() throws(TwilioError) -> RelayMessage.Info {
        let value =
            switch self.value["value"] {
            case .string(let text), .number(let text): text
            case .bool(let truth): truth ? "on" : "off"
            case .null, .array, .object, nil: ""
            }
        return RelayMessage.Info(
            name: try self.text("name"),
            value: value,
            timestampMilliseconds: self.value["ts"]?.integer
        )
    }

    private func filledText(_ name: String) -> String? {
        self.optionalText(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A truth, written as one or as a text; `nil` when there is none.
    private func truth(_ name: String) throws(TwilioError) -> Bool? {
        switch self.value[name] {
        case .bool(let truth): return truth
        case .string("true"): return true
        case .string("false"): return false
        case .null, nil: return nil
        case .string, .number, .array, .object:
            throw TwilioError(.malformedMessage, "The message has a truth that is none.")
        }
    }
}

/// Messages to Twilio: what has the wrong type is an error (64107).
extension MessageFields {
    func relayText() throws(TwilioError) -> RelayCommand.Text {
        RelayCommand.Text(
            token: try self.text("token"),
            isLast: try self.strictTruth("last") ?? false,
            language: try self.strictText("lang"),
            isInterruptible: try self.strictTruth("interruptible"),
            isPreemptible: try self.strictTruth("preemptible")
        )
    }

    func relayPlay() throws(TwilioError) -> RelayCommand.Play {
        RelayCommand.Play(
            source: try self.text("source"),
            loop: try self.integer("loop").map { Int($0) },
            isPreemptible: try self.strictTruth("preemptible"),
            isInterruptible: try self.strictTruth("interruptible")
        )
    }

    func relayDigits() throws(TwilioError) -> String {
        let digits = try self.text("digits")
        guard !digits.isEmpty, digits.utf8.allSatisfy({ "0123456789w#*".utf8.contains($0) }) else {
            throw TwilioError(.malformedMessage, "The message has digits that cannot be sent.")
        }
        return digits
    }

    func strictText(_ name: String) throws(TwilioError) -> String? {
        self.value[name] == nil ? nil : try self.text(name)
    }

    private func strictTruth(_ name: String) throws(TwilioError) -> Bool? {
        guard let value = self.value[name] else { return nil }
        guard case .bool(let truth) = value else {
            throw TwilioError(.malformedMessage, "The message has a truth that is none.")
        }
        return truth
    }
}
