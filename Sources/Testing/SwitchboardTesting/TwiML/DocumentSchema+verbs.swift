// SPDX-License-Identifier: Apache-2.0

extension DocumentSchema {
    static let action: Set<String> = ["action", "method"]
    static let statusCallback: Set<String> = ["statusCallback", "statusCallbackMethod"]
    static let recordingCallback: Set<String> = [
        "recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent",
    ]

    /// What may stand right inside `<Response>`.
    static let verbs: [String: Rule] = [
        "Say": Rule(["voice", "language", "loop"], children: Self.speechElements),
        "Play": Rule(["loop", "digits"]),
        "Pause": Rule(["length"]),
        "Gather": Rule(
            Self.action.union([
                "input", "timeout", "speechTimeout", "maxSpeechTime", "finishOnKey", "numDigits", "language", "hints",
                "speechModel", "enhanced", "profanityFilter", "bargeIn", "partialResultCallback",
                "partialResultCallbackMethod", "actionOnEmptyResult", "debug",
            ]),
            children: ["Say", "Play", "Pause"]
        ),
        "Record": Rule(
            Self.action.union(Self.recordingCallback).union([
                "timeout", "finishOnKey", "maxLength", "playBeep", "trim", "transcribe", "transcribeCallback",
                "recordingConfigurationId",
            ])
        ),
        "Dial": Rule(
            Self.action.union(Self.recordingCallback).union([
                "timeout", "timeLimit", "hangupOnStar", "callerId", "callReason", "record", "trim", "recordingTrack",
                "answerOnBridge", "ringTone", "sequential", "referUrl", "referMethod", "events", "passports",
                "recordingConfigurationId",
            ]),
            children: ["Number", "Client", "Sip", "Queue", "Conference", "Sim", "WhatsApp", "Application"]
        ),
        "Enqueue": Rule(
            Self.action.union(["waitUrl", "waitUrlMethod", "workflowSid", "maxQueueSize"]),
            children: ["Task"]
        ),
        "Leave": Rule(),
        "Redirect": Rule(["method"]),
        "Hangup": Rule(children: ["Parameter"]),
        "Reject": Rule(["reason"], children: ["Parameter"]),
        "Refer": Rule(Self.action, children: ["Sip"]),
        "Echo": Rule(),
        "Queue": Rule(["url", "method", "reservationSid", "postWorkActivitySid"]),
        "Sms": Rule(Self.action.union(["to", "from", "statusCallback"])),
        "Connect": Rule(
            Self.action,
            children: [
                "Stream", "ConversationRelay", "VirtualAgent", "Room", "Conversation", "AiSession",
                "ConversationRelaySession",
            ]
        ),
        "Start": Rule(Self.action, children: ["Stream", "Siprec", "Transcription", "Recording"]),
        "Stop": Rule(children: ["Stream", "Siprec", "Transcription"]),
        "Pay": Rule(
            Self.statusCallback.union([
                "input", "action", "bankAccountType", "timeout", "maxAttempts", "securityCode", "postalCode",
                "minPostalCodeLength", "paymentConnector", "paymentMethod", "tokenType", "chargeAmount", "currency",
                "description", "validCardTypes", "language",
            ]),
            children: ["Prompt", "Parameter"]
        ),
        "Prompt": Rule(
            ["for", "errorType", "cardType", "attempt", "requireMatchingInputs"],
            children: ["Say", "Play", "Pause"]
        ),
    ]
}
