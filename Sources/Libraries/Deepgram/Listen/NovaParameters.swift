// SPDX-License-Identifier: Apache-2.0

/// The parameters of `/v1/listen` that matter on the telephone. Audio is mu-law, 8 kHz, one channel.
///
/// The defaults suit a conversation: guesses, pauses told after 300 ms, punctuation, and nothing that makes Deepgram
/// hold words back. ``problems()`` knows what Deepgram would refuse.
///
/// Source: github.com/deepgram/deepgram-api-specs `asyncapi.yml`; the feature pages of developers.deepgram.com.
public struct NovaParameters: Sendable, Hashable {
    /// The model, such as `nova-3` or `nova-2-phonecall`.
    public var model: String
    /// BCP 47, or `multi` for speakers who change languages; then an ``endpointing`` of 100 is advised.
    public var language: String
    /// Milliseconds of silence after which a pause is told; `nil` for never. Deepgram's own default, 10, cuts sentences
    /// to pieces.
    public var endpointing: Int?
    /// Words and phrases that are likely (Nova-3 only); their case is kept.
    public var keyterms: [String]

    /// Words that are likely, as `word` or `word:boost` (Nova-2 and older).
    public var keywords: [String] = []
    /// Which languages are likely; only with Nova-3 and the language `multi`.
    public var languageHints: [String] = []
    /// Guesses, about one a second.
    public var interimResults = true
    /// Milliseconds without a word after which the end of an utterance is told, 1000…5000; `nil` for never. It goes by
    /// words, so noise on the line does not prevent it. Wants ``interimResults``.
    public var utteranceEnd: Int? = 1_000
    /// Tells when somebody begins to speak.
    public var vadEvents = true
    /// Punctuation and capitals.
    public var punctuate = true
    /// Writes dates, numbers and sums as one would. Deepgram may hold a final piece back for up to 3 s of silence while
    /// a number looks incomplete.
    public var smartFormat = false
    /// Does not hold pieces back for formatting; formatting and redaction may suffer.
    public var noDelay = false
    /// Numbers in digits.
    public var numerals = false
    /// Spoken punctuation ("comma", "new line"); English only, wants ``punctuate``.
    public var dictation = false
    /// Keeps "uh" and "um"; English only.
    public var fillerWords = false
    /// Writes asterisks for bad words.
    public var profanityFilter = false
    /// What is to be blackened: `pci`, `numbers`, `aggressive_numbers`, `ssn`.
    public var redact: [String] = []
    /// Tells speakers apart: `latest` or `v1`. Of no use where each speaker has a connection, and limited more
    /// strictly.
    public var diarizeModel: String?
    /// Texts to look for.
    public var search: [String] = []
    /// Replacements, as `this:that`.
    public var replace: [String] = []
    /// Names under which the use is found again, such as the call's; at most 128 characters each. Connections with
    /// different tags are not alike: none is ready before it is needed.
    public var tags: [String] = []
    /// What Deepgram shall say back in its metadata, as `key:value`; at most 2048 characters each.
    public var extra: [String] = []
    /// Forbids the use of the audio for training; the discount for allowing it is lost.
    public var optsOutOfTraining = false
    /// The version of the model; `nil` for the latest.
    public var version: String?

    /// Creates parameters; the others are set as properties.
    public init(
        model: String = "nova-3",
        language: String = "en-US",
        endpointing: Int? = 300,
        keyterms: [String] = []
    ) {
        self.model = model
        self.language = language
        self.endpointing = endpointing
        self.keyterms = keyterms
    }

    var query: String {
        var query = QueryText()
        query.append("model", self.model)
        query.append("language", self.language)
        query.append("encoding", "mulaw")
        query.append("sample_rate", "8000")
        query.append("channels", "1")
        query.append("interim_results", String(self.interimResults))
        query.append("endpointing", self.endpointing.map { String($0) } ?? "false")
        if let utteranceEnd = self.utteranceEnd { query.append("utterance_end_ms", String(utteranceEnd)) }
        query.append("vad_events", String(self.vadEvents))
        query.append("punctuate", when: self.punctuate)
        query.append("smart_format", when: self.smartFormat)
        query.append("no_delay", when: self.noDelay)
        query.append("numerals", when: self.numerals)
        query.append("dictation", when: self.dictation)
        query.append("filler_words", when: self.fillerWords)
        query.append("profanity_filter", when: self.profanityFilter)
        query.append("redact", each: self.redact)
        if let diarizeModel = self.diarizeModel { query.append("diarize_model", diarizeModel) }
        query.append("keyterm", each: self.keyterms)
        query.append("keywords", each: self.keywords)
        query.append("language_hint", each: self.languageHints)
        query.append("search", each: self.search)
        query.append("replace", each: self.replace)
        query.append("tag", each: self.tags)
        query.append("extra", each: self.extra)
        query.append("mip_opt_out", when: self.optsOutOfTraining)
        if let version = self.version { query.append("version", version) }
        return query.text
    }
}
