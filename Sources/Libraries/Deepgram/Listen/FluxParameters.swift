// SPDX-License-Identifier: Apache-2.0

/// The parameters of `/v2/listen`. Audio is mu-law, 8 kHz, one channel.
///
/// Source: github.com/deepgram/deepgram-api-specs `asyncapi.yml`; developers.deepgram.com "End-of-Turn Detection
/// Parameters".
public struct FluxParameters: Sendable, Hashable {
    /// The model, `flux-general-en` or `flux-general-multi`.
    public var model: String
    /// Words and phrases that are likely.
    public var keyterms: [String]

    /// How sure Flux must be that a turn is over, 0.5…0.9, or 1 to have turns ended by hand only; `nil` for Deepgram's
    /// default of 0.7.
    public var endOfTurnThreshold: Double?
    /// How sure Flux must be to say early that a turn may be over, 0.3…0.9 and not above ``endOfTurnThreshold``; `nil`
    /// to be told no such thing.
    public var eagerEndOfTurnThreshold: Double?
    /// Milliseconds of silence after which a turn ends in any case, 500…60000; `nil` for Deepgram's default of 5000.
    public var endOfTurnTimeout: Int?
    /// Which languages are likely; `flux-general-multi` only.
    public var languageHints: [String] = []
    /// Numbers in digits.
    public var numerals = false
    /// Writes asterisks for bad words.
    public var profanityFilter = false
    /// What is to be blackened: `numbers`, `aggressive_numbers`.
    public var redact: [String] = []
    /// Names under which the use is found again; at most 128 characters each.
    public var tags: [String] = []
    /// Forbids the use of the audio for training; the discount for allowing it is lost.
    public var optsOutOfTraining = false

    /// Creates parameters; the others are set as properties.
    public init(model: String = "flux-general-en", keyterms: [String] = []) {
        self.model = model
        self.keyterms = keyterms
    }

    var query: String {
        var query = QueryText()
        query.append("model", self.model)
        query.append("encoding", "mulaw")
        query.append("sample_rate", "8000")
        if let threshold = self.eagerEndOfTurnThreshold { query.append("eager_eot_threshold", "\(threshold)") }
        if let threshold = self.endOfTurnThreshold { query.append("eot_threshold", "\(threshold)") }
        if let timeout = self.endOfTurnTimeout { query.append("eot_timeout_ms", String(timeout)) }
        query.append("keyterm", each: self.keyterms)
        query.append("language_hint", each: self.languageHints)
        query.append("profanity_filter", when: self.profanityFilter)
        query.append("numerals", when: self.numerals)
        query.append("redact", each: self.redact)
        query.append("mip_opt_out", when: self.optsOutOfTraining)
        query.append("tag", each: self.tags)
        return query.text
    }
}
