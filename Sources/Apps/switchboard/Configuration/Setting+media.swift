// SPDX-License-Identifier: Apache-2.0

// How conversations reach us, and listening to those of others.
extension Setting {
    static let media = Setting(
        "MEDIA",
        "media",
        .choice(["stream", "relay"]),
        default: "stream",
        "stream: we hear and speak; relay: Twilio does (ConversationRelay) and we exchange words"
    )
    static let relayLanguage = Setting(
        "RELAY_LANGUAGE",
        "relay.language",
        .text,
        "the language of both sides with MEDIA=relay, such as de-DE; default is Twilio's, en-US"
    )
    static let relayVoice = Setting(
        "RELAY_VOICE",
        "relay.voice",
        .text,
        "the voice with MEDIA=relay, by its provider's own name"
    )
    static let relaySpeech = Setting(
        "RELAY_SPEECH_PROVIDER",
        "relay.speechProvider",
        .text,
        "who speaks with MEDIA=relay: ElevenLabs, Google or Amazon"
    )
    static let relayTranscription = Setting(
        "RELAY_TRANSCRIPTION_PROVIDER",
        "relay.transcriptionProvider",
        .text,
        "who listens with MEDIA=relay: Deepgram or Google"
    )
    static let relayModel = Setting(
        "RELAY_SPEECH_MODEL",
        "relay.speechModel",
        .text,
        "the model of whoever listens with MEDIA=relay"
    )
    static let listening = Setting(
        "LISTENING",
        "listening.mode",
        .choice(["off", "transfers", "everything"]),
        default: "off",
        "transcribe what people say to each other: after a transfer, or in every call"
    )
    static let listeningDial = Setting(
        "LISTENING_DIAL",
        "listening.dial",
        .text,
        "with LISTENING=everything: with whom each call is connected at once, +E.164, client:NAME, sip:… or queue:NAME"
    )
    static let listeningAnnouncement = Setting(
        "LISTENING_ANNOUNCEMENT",
        "listening.announcement",
        .text,
        "said before people are connected whose words are transcribed"
    )

    static let mediaAndListening: [Setting] = [
        .media, .relayLanguage, .relayVoice, .relaySpeech, .relayTranscription, .relayModel, .listening,
        .listeningDial, .listeningAnnouncement,
    ]
}
