// SPDX-License-Identifier: Apache-2.0

/// What a synthesiser is asked to say.
public struct SynthesisRequest: Sendable, Hashable {
    /// Plain text; engines treat markup in it as text.
    public var text: String
    /// The engine's voice name; `nil` for its default.
    public var voice: String?

    /// Creates a request.
    public init(text: String, voice: String? = nil) {
        self.text = text
        self.voice = voice
    }
}
