// SPDX-License-Identifier: Apache-2.0

/// What a client asks for when it opens a connection to `/v1/listen` or `/v2/listen`, checked as Deepgram checks it.
public struct DeepgramUpgrade: Sendable, Hashable {
    /// Which service.
    public enum Version: Sendable, Hashable {
        /// `/v1/listen`: Nova and before.
        case nova
        /// `/v2/listen`: Flux.
        case flux
    }

    /// How audio is encoded.
    public enum Encoding: String, Sendable, Hashable {
        /// G.711 mu-law, one byte a sample.
        case mulaw
        /// 16 bits, signed, little endian.
        case linear16

        var bytesPerSample: Int { self == .mulaw ? 1 : 2 }
    }

    /// Path and query as sent.
    public var target: String
    /// Which service.
    public var version: Version
    /// The model.
    public var model: String
    /// How audio is encoded.
    public var encoding: Encoding
    /// Channels, interleaved.
    public var channels: Int
    /// Each channel is recognised for itself.
    public var isMultichannel: Bool
    /// Guesses are wanted.
    public var wantsInterims: Bool
    /// Milliseconds of silence that end an utterance; `nil` for never.
    public var endpointing: Int?
    /// Milliseconds without a word after which `UtteranceEnd` comes.
    public var utteranceEnd: Int?
    /// `SpeechStarted` is wanted.
    public var wantsVoiceEvents: Bool
    /// `punctuated_word` is wanted.
    public var wantsPunctuation: Bool
    /// Flux: when a turn ends, when it may be about to, and after how much silence it ends anyhow.
    public var turns: FluxThresholds
    /// Parameters that the reference does not list.
    public var unknownParameters: [String]
    var query: DeepgramQuery

    /// Whether the path is one of live transcription.
    public static func isListening(_ target: String) -> Bool {
        let path = target.split(separator: "?", maxSplits: 1).first
        return path == "/v1/listen" || path == "/v2/listen"
    }

    /// Reads path and query. Throws the refusal with which Deepgram would answer.
    public init(target: String) throws(DeepgramRefusal) {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard !target.contains(" "), Self.isListening(target) else {
            throw DeepgramRefusal(status: 404, code: "NOT_FOUND", message: "Not Found")
        }
        let query = try DeepgramQuery(halves.count > 1 ? halves[1] : "")
        self.target = target
        self.query = query
        self.version = halves[0] == "/v1/listen" ? .nova : .flux
        guard let model = query["model"], !model.isEmpty else {
            throw .invalidParameter("Failed to deserialize query parameters: missing field `model`")
        }
        self.model = model
        (self.encoding, self.channels) = try Self.format(query)
        self.isMultichannel = try query.flag("multichannel")
        self.wantsInterims = try query.flag("interim_results")
        self.endpointing = try Self.endpointing(query)
        self.utteranceEnd = try query.number("utterance_end_ms", in: 1000...5000)
        self.wantsVoiceEvents = try query.flag("vad_events")
        let isFormatted = try query.flag("smart_format")
        self.wantsPunctuation = try query.flag("punctuate") || isFormatted
        self.turns = try FluxThresholds(query)
        let known = self.version == .nova ? Self.novaNames : Self.fluxNames
        self.unknownParameters = query.names.filter { !known.contains($0) }
        try self.check()
    }

    private static func format(_ query: DeepgramQuery) throws(DeepgramRefusal) -> (Encoding, Int) {
        guard let name = query["encoding"] else {
            throw .invalidParameter("The simulator takes raw audio: set `encoding` and `sample_rate`.")
        }
        guard let encoding = Encoding(rawValue: name) else {
            throw .invalidParameter("Unsupported audio format: encoding: \(name) is not simulated")
        }
        guard query["sample_rate"] != nil else {
            throw .invalidParameter("`sample_rate` is required when `encoding` is set.")
        }
        guard try query.number("sample_rate", in: 8000...8000) != nil else { throw DeepgramRefusal(status: 400) }
        let channels = try query.number("channels", in: 1...20) ?? 1
        return (encoding, channels)
    }

    private static func endpointing(_ query: DeepgramQuery) throws(DeepgramRefusal) -> Int? {
        switch query["endpointing"] {
        case nil: 10
        case "false": nil
        case "true": 10
        case _: try query.number("endpointing", in: 0...60_000)
        }
    }

    private func check() throws(DeepgramRefusal) {
        let isFlux = self.model.hasPrefix("flux-")
        guard isFlux == (self.version == .flux) else { throw DeepgramRefusal(status: 400) }
        let isNova3 = self.model.hasPrefix("nova-3")
        if isNova3, self.query["keywords"] != nil {
            throw .invalidParameter("Keywords are not supported for Nova-3. Please use `keyterm` instead.")
        }
        if !isNova3, !isFlux, self.query["keyterm"] != nil {
            throw .invalidParameter("Keyterms are only supported for Nova-3.")
        }
        let keyterms = self.query.all("keyterm")
        guard Self.tokens(keyterms) <= Self.keytermTokens else {
            throw .invalidParameter("Keyterm limit exceeded. The maximum number of tokens across all keyterms is 500.")
        }
        guard self.utteranceEnd == nil || self.wantsInterims else {
            throw .invalidParameter("`utterance_end_ms` requires `interim_results`.")
        }
        if let language = self.query["language"], !Self.isTag(language) { throw DeepgramRefusal(status: 400) }
        if isFlux, self.channels != 1 { throw DeepgramRefusal(status: 400) }
    }

    static let keytermTokens = 500

    static func tokens(_ keyterms: [String]) -> Int {
        keyterms.reduce(0) { $0 + $1.split(separator: " ").count }
    }

    /// `en`, `en-US`, `zh-Hant-TW`, `multi`: no names of languages.
    private static func isTag(_ language: String) -> Bool {
        guard language != "multi" else { return true }
        let parts = language.split(separator: "-", omittingEmptySubsequences: false)
        return (2...3).contains(parts[0].count)
            && parts.allSatisfy { (2...8).contains($0.count) && $0.utf8.allSatisfy { $0 < 0x80 && $0 != 0x20 } }
    }

    private static let novaNames: Set<String> = [
        "model", "encoding", "sample_rate", "channels", "multichannel", "language", "language_hint",
        "interim_results", "endpointing", "utterance_end_ms", "vad_events", "smart_format", "no_delay", "punctuate",
        "numerals", "dictation", "filler_words", "profanity_filter", "redact", "keyterm", "keywords", "diarize",
        "diarize_model", "detect_entities", "search", "replace", "tag", "extra", "callback", "callback_method",
        "mip_opt_out", "version", "tier", "alternatives",
    ]
    private static let fluxNames: Set<String> = [
        "model", "encoding", "sample_rate", "eot_threshold", "eager_eot_threshold", "eot_timeout_ms", "keyterm",
        "language_hint", "numerals", "profanity_filter", "redact", "mip_opt_out", "tag",
    ]
}
