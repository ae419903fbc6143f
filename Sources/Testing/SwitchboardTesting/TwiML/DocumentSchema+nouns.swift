// SPDX-License-Identifier: Apache-2.0

extension DocumentSchema {
    private static let progress = Self.statusCallback.union(["statusCallbackEvent"])
    private static let leg = Self.progress.union(["url", "method"])
    private static let detection: Set<String> = [
        "machineDetection", "machineDetectionTimeout", "machineDetectionSpeechThreshold",
        "machineDetectionSpeechEndThreshold", "machineDetectionSilenceTimeout", "amdStatusCallback",
        "amdStatusCallbackMethod",
    ]

    /// What stands inside verbs.
    static let nouns: [String: Rule] = [
        "Number": Rule(Self.leg.union(Self.detection).union(["sendDigits", "byoc", "phoneNumberSid"])),
        "Client": Rule(Self.leg.union(["clientNotificationUrl"]), children: ["Identity", "Parameter"]),
        "Sip": Rule(
            Self.leg.union(Self.detection).union(["username", "password"]),
            children: ["Uri", "Headers"]
        ),
        "Sim": Rule(),
        "WhatsApp": Rule(Self.leg),
        "Application": Rule(
            Self.leg.union(["customerId", "copyParentTo"]),
            children: ["ApplicationSid", "Parameter"]
        ),
        "Conference": Rule(
            Self.progress.union(Self.recordingCallback).union([
                "muted", "beep", "startConferenceOnEnter", "endConferenceOnExit", "waitUrl", "waitMethod",
                "maxParticipants", "record", "trim", "region", "coach", "jitterBufferSize", "participantLabel",
                "eventCallbackUrl", "recordingConfigurationId",
            ])
        ),
        "Identity": Rule(), "ApplicationSid": Rule(),
        "Uri": Rule(["priority", "weight", "username", "password"]),
        "Headers": Rule(children: ["Header"]), "Header": Rule(["name", "value"]),
        "Parameter": Rule(["name", "value"]), "Config": Rule(["name", "value"]),
        "Task": Rule(["priority", "timeout"]),
        "Stream": Rule(
            Self.statusCallback.union(["url", "name", "track", "connectorName", "audioFormat", "sampleRate"]),
            children: ["Parameter"]
        ),
        "Siprec": Rule(Self.statusCallback.union(["name", "connectorName", "track"]), children: ["Parameter"]),
        "Transcription": Rule(
            [
                "name", "track", "statusCallbackUrl", "statusCallbackMethod", "inboundTrackLabel", "outboundTrackLabel",
                "partialResults", "languageCode", "transcriptionEngine", "profanityFilter", "speechModel", "hints",
                "enableAutomaticPunctuation", "intelligenceService", "conversationConfiguration", "conversationId",
                "enableProviderData",
            ],
            children: ["Config", "Parameter"]
        ),
        "Recording": Rule(
            Self.recordingCallback.union(["trim", "track", "channels", "recordingConfigurationId"])
        ),
        "ConversationRelay": Rule(Self.relay, children: ["Language", "Parameter"]),
        "Language": Rule([
            "code", "ttsProvider", "voice", "transcriptionProvider", "speechModel", "hints", "ttsLanguage",
            "transcriptionLanguage",
        ]),
        "VirtualAgent": Rule(
            Self.statusCallback.union(["connectorName", "language", "sentimentAnalysis"]),
            children: ["Config", "Parameter"]
        ),
        "Room": Rule(["participantIdentity"]),
        "Conversation": Rule(
            Self.progress.union(Self.recordingCallback).union([
                "serviceInstanceSid", "inboundAutocreation", "routingAssignmentTimeout", "inboundTimeout", "url",
                "method", "record", "trim",
            ])
        ),
        "AiSession": Rule(["aiConnector", "aiSessionConfiguration"]),
        "ConversationRelaySession": Rule(["connector", "sessionConfiguration"]),
    ]

    private static let relay: Set<String> = [
        "url", "welcomeGreeting", "welcomeGreetingInterruptible", "welcomeGreetingLanguage", "language", "ttsLanguage",
        "transcriptionLanguage", "ttsProvider", "voice", "transcriptionProvider", "speechModel", "interruptible",
        "interruptSensitivity", "reportInputDuringAgentSpeech", "dtmfDetection", "preemptible", "partialPrompts",
        "hints", "profanityFilter", "speechTimeout", "eotThreshold", "eagerEotThreshold", "deepgramSmartFormat",
        "asrSmartFormat", "elevenlabsTextNormalization", "ttsTextNormalization", "ignoreBackchannel",
        "backgroundNoiseReduction", "events", "debug", "intelligenceService", "conversationConfiguration",
        "conversationId", "partialPromptOnHangup", "ttsLanguageTextNormalization",
        "elevenlabsLanguageTextNormalization", "includeInPrompt", "customerName", "applicationReconnect",
        "echoPromptFiltering", "turnDetection",
    ]
}
