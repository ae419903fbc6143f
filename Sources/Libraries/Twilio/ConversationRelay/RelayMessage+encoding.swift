// SPDX-License-Identifier: Apache-2.0

extension RelayMessage {
    /// The message as Twilio writes it, key for key; for whoever plays Twilio. Absent texts of a setup are empty.
    public var encoded: [UInt8] {
        if case .unknown(_, let text) = self { return Array(text.utf8) }
        var writer = MessageWriter()
        writer.object { writer in
            switch self {
            case .setup(let setup): Self.write(setup, to: &writer)
            case .prompt(let prompt):
                writer.member("type", "prompt")
                writer.member("voicePrompt", prompt.text)
                writer.member("lang", prompt.language)
                writer.member("last", prompt.isLast)
            case .interrupt(let interrupt):
                writer.member("type", "interrupt")
                writer.member("utteranceUntilInterrupt", interrupt.heard)
                if let time = interrupt.milliseconds { writer.member("durationUntilInterruptMs", Int(time)) }
            case .dtmf(let digit):
                writer.member("type", "dtmf")
                writer.member("digit", digit)
            case .error(let description):
                writer.member("type", "error")
                writer.member("description", description)
            case .info(let info):
                writer.member("type", "info")
                writer.member("name", info.name)
                writer.member("value", info.value)
                if let time = info.timestampMilliseconds { writer.member("ts", Int(time)) }
            case .unknown: break
            }
        }
        return writer.bytes
    }

    private static func write(_ setup: Setup, to writer: inout MessageWriter) {
        writer.member("type", "setup")
        writer.member("sessionId", setup.sessionID)
        writer.member("accountSid", setup.accountSID)
        writer.member("parentCallSid", setup.parentCallSID ?? "")
        writer.member("callSid", setup.callSID)
        writer.member("from", setup.from)
        writer.member("to", setup.to)
        writer.member("forwardedFrom", setup.forwardedFrom ?? "")
        writer.member("callType", setup.callType ?? "")
        writer.member("callerName", setup.callerName ?? "")
        writer.member("direction", setup.direction ?? "")
        writer.member("callStatus", setup.callStatus ?? "")
        writer.member("customParameters") { writer in
            for parameter in setup.customParameters { writer.member(parameter.name, parameter.value) }
        }
    }
}
