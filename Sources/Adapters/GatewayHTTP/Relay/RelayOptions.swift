// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// What Twilio's ears and voice are told (`<ConversationRelay>`); what is `nil` is left to Twilio's default.
///
/// Hints and whether the caller may cut in come from the dialogue. There is no `welcomeGreeting`: the greeting is said
/// like every other sentence, so that the transcript knows how much of it was heard and a call that is taken up again is
/// greeted as one.
public struct RelayOptions: Sendable, Hashable {
    /// The language of both sides.
    public var language: SpeechLanguage?
    /// Who speaks.
    public var speechProvider: SpeechProvider?
    /// The voice, by the provider's own name.
    public var voice: String?
    /// Who listens.
    public var transcriptionProvider: SpeechProvider?
    /// The model of whoever listens.
    public var speechModel: String?
    /// How easily speech interrupts.
    public var interruptSensitivity: InterruptSensitivity?
    /// Whether a mere “uh-huh” does not interrupt.
    public var ignoreBackchannel: Bool?
    /// The silence that ends a sentence.
    public var speechTimeout: RelaySpeechTimeout?
    /// Whether swear words are starred out.
    public var profanityFilter: Bool?
    /// What Twilio tells meanwhile: with both kinds it is known, not guessed, when a speech was heard and how much of it.
    public var events: [RelayEvent] = [.speakerEvents, .tokensPlayed]
    /// Whether words are told while the caller still speaks; they show that the caller is there.
    public var partialPrompts = true
    /// The most hints of the dialogue that are passed on.
    public var maximumHints = 100

    /// Twilio's defaults.
    public init() {}
}
