// SPDX-License-Identifier: Apache-2.0

/// The attributes of `<ConversationRelay>` that change what the simulation does, with Twilio's defaults.
struct RelaySettings: Sendable {
    /// Input of the caller that an attribute names.
    struct Inputs: OptionSet, Sendable {
        let rawValue: Int

        static let dtmf = Inputs(rawValue: 1)
        static let speech = Inputs(rawValue: 2)
        static let any: Inputs = [.dtmf, .speech]

        init(rawValue: Int) {
            self.rawValue = rawValue
        }

        init?(_ word: String) {
            switch word {
            case "none", "false": self = []
            case "dtmf": self = .dtmf
            case "speech": self = .speech
            case "any", "true": self = .any
            default: return nil
            }
        }
    }

    var welcomeGreeting: String?
    var welcomeGreetingInterruptible = Inputs.any
    var language = "en-US"
    var interruptible = Inputs.any
    var reportInputDuringAgentSpeech: Inputs = []
    var isPreemptible = false
    var detectsKeys = false
    var sendsPartialPrompts = false
    var sendsSpeakerEvents = false
    var sendsTokensPlayed = false

    /// Throws 64101 for values that Twilio does not take.
    init(_ node: DocumentNode) throws(DebuggerError) {
        let attributes = node.attributes
        try Self.check(attributes, "ttsProvider", ["Google", "Amazon", "ElevenLabs"])
        try Self.check(attributes, "transcriptionProvider", ["Google", "Deepgram"])
        if let voice = attributes["voice"], voice.hasPrefix("Polly.") || voice.hasPrefix("Google.") {
            throw DebuggerError(64_101, "<ConversationRelay>: voice \(voice) has the prefix of <Say>")
        }
        self.welcomeGreeting = attributes["welcomeGreeting"]
        self.welcomeGreetingInterruptible = try Self.inputs(attributes, "welcomeGreetingInterruptible", default: .any)
        self.language = attributes["language"] ?? "en-US"
        self.interruptible = try Self.inputs(attributes, "interruptible", default: .any)
        self.reportInputDuringAgentSpeech = try Self.inputs(attributes, "reportInputDuringAgentSpeech", default: [])
        self.isPreemptible = node.flag("preemptible", default: false)
        self.detectsKeys = node.flag("dtmfDetection", default: false)
        self.sendsPartialPrompts = node.flag("partialPrompts", default: false)
        let events = ((attributes["events"] ?? "") + " " + (attributes["debug"] ?? "")).split(separator: " ")
        self.sendsSpeakerEvents = events.contains("speaker-events")
        self.sendsTokensPlayed = events.contains("tokens-played")
    }

    private static func check(
        _ attributes: [String: String],
        _ name: String,
        _ values: Set<String>
    ) throws(DebuggerError) {
        guard let value = attributes[name], !values.contains(value) else { return }
        throw DebuggerError(64_101, "<ConversationRelay>: \(name) \(value.prefix(40)) is unknown")
    }

    private static func inputs(
        _ attributes: [String: String],
        _ name: String,
        default value: Inputs
    ) throws(DebuggerError) -> Inputs {
        guard let word = attributes[name] else { return value }
        guard let inputs = Inputs(word) else {
            throw DebuggerError(64_101, "<ConversationRelay>: \(name) \(word.prefix(40)) is unknown")
        }
        return inputs
    }
}
