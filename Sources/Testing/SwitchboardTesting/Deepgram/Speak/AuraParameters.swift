// SPDX-License-Identifier: Apache-2.0

/// What a client asks of `/v1/speak`, checked as Deepgram checks it.
struct AuraParameters: Sendable, Hashable {
    var model: String
    /// A RIFF header comes first.
    var hasHeader: Bool

    init(target: String, isStreaming: Bool) throws(DeepgramRefusal) {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = try DeepgramQuery(halves.count > 1 ? halves[1] : "")
        self.model = query["model"] ?? "aura-asteria-en"
        guard self.model.hasPrefix("aura-"), self.model.split(separator: "-").count >= 3 else {
            throw DeepgramRefusal(status: 400)
        }
        let encoding = query["encoding"] ?? (isStreaming ? "linear16" : "mp3")
        let container = query["container"] ?? "wav"
        guard encoding == "mulaw", ["none", "wav"].contains(container), !isStreaming || query["container"] == nil else {
            let text = "Unsupported audio format: encoding=\(encoding), container=\(container) is not simulated"
            throw .invalidParameter(text)
        }
        guard query["sample_rate"] == nil || query["sample_rate"] == "8000" else {
            throw .invalidParameter("Unsupported audio format: `sample_rate` is not simulated")
        }
        self.hasHeader = !isStreaming && container == "wav"
    }
}
