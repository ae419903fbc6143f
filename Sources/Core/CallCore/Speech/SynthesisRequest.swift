// SPDX-License-Identifier: Apache-2.0

/// What a synthesiser is asked to say.
public struct SynthesisRequest: Sendable, Hashable {
    /// Plain text; engines treat markup in it as text.
    public var text: String
    /// The engine's voice name; `nil` for its default.
    public var voice: String?
    /// Whether other callers will be told the same words: a greeting, a prompt, an answer without anything of this
    /// caller's in it. Only the sound of such texts may be kept beyond the request, in memory or on disk.
    public var isReusable: Bool
    /// The span it is made within, for engines that ask others; `nil` while tracing is off, and where nobody waits for it.
    public var trace: PropagatedTrace?

    /// Creates a request.
    public init(text: String, voice: String? = nil, isReusable: Bool = false, trace: PropagatedTrace? = nil) {
        self.text = text
        self.voice = voice
        self.isReusable = isReusable
        self.trace = trace
    }
}
