// SPDX-License-Identifier: Apache-2.0

/// The parameters of `/v1/listen` that matter on the telephone. Audio is mu-law, 8 kHz, one channel.
public struct NovaParameters: Sendable, Hashable {
    /// The model, such as `nova-3`.
    public var model: String
    /// BCP 47, or `multi`.
    public var language: String
    /// Milliseconds of silence after which a pause is told.
    public var endpointing: Int
    /// Words and phrases that are likely (Nova-3 only).
    public var keyterms: [String]

    /// Creates parameters.
    public init(model: String = "nova-3", language: String = "en-US", endpointing: Int = 300, keyterms: [String] = []) {
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
        query.append("interim_results", "true")
        query.append("endpointing", String(self.endpointing))
        query.append("utterance_end_ms", "1000")
        query.append("vad_events", "true")
        for keyterm in self.keyterms { query.append("keyterm", keyterm) }
        return query.text
    }
}
