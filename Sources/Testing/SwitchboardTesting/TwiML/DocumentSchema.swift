// SPDX-License-Identifier: Apache-2.0

/// Which attributes and children the verbs have that are executed here; what is not listed is Twilio's warning 12200.
///
/// After the pages "TwiML Voice: Say, Play, Pause, Gather, Record, Dial, Redirect, Hangup, Reject, Connect, Stream".
enum DocumentSchema {
    private struct Rule {
        var attributes: Set<String>
        /// `nil`: anything, as the markup inside `<Say>`.
        var children: Set<String>?
    }

    /// Verbs that Twilio knows and the simulation only notes and passes over.
    static let unsimulatedVerbs: Set<String> = [
        "Enqueue", "Leave", "Refer", "Pay", "Start", "Stop", "Echo", "Queue", "Sms", "Prompt",
    ]

    private static let recordingCallback: Set<String> = [
        "recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent",
    ]

    private static let rules: [String: Rule] = [
        "Say": Rule(attributes: ["voice", "language", "loop"], children: nil),
        "Play": Rule(attributes: ["loop", "digits"], children: []),
        "Pause": Rule(attributes: ["length"], children: []),
        "Gather": Rule(
            attributes: [
                "action", "method", "input", "timeout", "speechTimeout", "maxSpeechTime", "finishOnKey", "numDigits",
                "language", "hints", "speechModel", "enhanced", "profanityFilter", "bargeIn", "partialResultCallback",
                "partialResultCallbackMethod", "actionOnEmptyResult", "debug",
            ],
            children: ["Say", "Play", "Pause"]
        ),
        "Record": Rule(
            attributes: Self.recordingCallback.union([
                "action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim", "transcribe",
                "transcribeCallback", "recordingConfigurationId",
            ]),
            children: []
        ),
        "Dial": Rule(
            attributes: Self.recordingCallback.union([
                "action", "method", "timeout", "timeLimit", "hangupOnStar", "callerId", "callReason", "record", "trim",
                "recordingTrack", "answerOnBridge", "ringTone", "sequential", "referUrl", "referMethod", "events",
                "passports", "recordingConfigurationId",
            ]),
            children: ["Number", "Client", "Sip", "Queue", "Conference", "Sim", "WhatsApp", "Application"]
        ),
        "Redirect": Rule(attributes: ["method"], children: []),
        "Hangup": Rule(attributes: [], children: ["Parameter"]),
        "Reject": Rule(attributes: ["reason"], children: ["Parameter"]),
        "Connect": Rule(
            attributes: ["action", "method"],
            children: [
                "Stream", "ConversationRelay", "VirtualAgent", "Room", "Conversation", "AiSession",
                "ConversationRelaySession",
            ]
        ),
        "Stream": Rule(
            attributes: ["url", "name", "track", "statusCallback", "statusCallbackMethod", "connectorName"],
            children: ["Parameter"]
        ),
        "Parameter": Rule(attributes: ["name", "value"], children: []),
    ]

    /// What Twilio would warn of in this element and everything inside; the call goes on regardless.
    static func complaints(about node: DocumentNode) -> [String] {
        guard let rule = self.rules[node.name] else {
            let isKnown = self.unsimulatedVerbs.contains(node.name) || self.isDialNoun(node.name)
            return isKnown ? [] : ["unknown element <\(node.name)>"]
        }
        var complaints = node.attributes.keys.filter { !rule.attributes.contains($0) }.sorted()
            .map { "<\(node.name)> has no attribute \($0)" }
        guard let allowed = rule.children else { return complaints }
        for child in node.children {
            if allowed.contains(child.name) {
                complaints += self.complaints(about: child)
            } else {
                complaints.append("<\(child.name)> is not allowed in <\(node.name)>")
            }
        }
        return complaints
    }

    private static func isDialNoun(_ name: String) -> Bool {
        self.rules["Dial"]?.children?.contains(name) == true || self.rules["Connect"]?.children?.contains(name) == true
    }
}
