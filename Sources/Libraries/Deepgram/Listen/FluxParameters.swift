// SPDX-License-Identifier: Apache-2.0

/// The parameters of `/v2/listen`. Audio is mu-law, 8 kHz, one channel.
public struct FluxParameters: Sendable, Hashable {
    /// The model, such as `flux-general-en`.
    public var model: String
    /// Words and phrases that are likely.
    public var keyterms: [String]

    /// Creates parameters.
    public init(model: String = "flux-general-en", keyterms: [String] = []) {
        self.model = model
        self.keyterms = keyterms
    }

    var query: String {
        var query = QueryText()
        query.append("model", self.model)
        query.append("encoding", "mulaw")
        query.append("sample_rate", "8000")
        for keyterm in self.keyterms { query.append("keyterm", keyterm) }
        return query.text
    }
}
