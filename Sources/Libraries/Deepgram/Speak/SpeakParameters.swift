// SPDX-License-Identifier: Apache-2.0

/// How Aura speaks; the sound is always mu-law, 8 kHz, without a container, as the telephone network carries it.
///
/// <https://developers.deepgram.com/docs/tts-media-output-settings>
public struct SpeakParameters: Sendable, Hashable {
    /// The voice, which is a model: `aura-2-<name>-<language>` or the older `aura-<name>-<language>`.
    public var voice: String
    /// How fast: 1 is the voice's own pace; `nil` leaves it to Deepgram. From 0.7 to 1.5.
    public var speed: Double?
    /// Labels for Deepgram's usage reports, each up to 128 characters. Of the REST API only.
    public var tags: [String]
    /// Whether Deepgram is asked not to train with the text (`mip_opt_out`).
    public var optsOutOfTraining: Bool

    /// Creates parameters; Thalia at her own pace unless told otherwise. Nothing is checked yet.
    public init(
        voice: String = "aura-2-thalia-en",
        speed: Double? = nil,
        tags: [String] = [],
        optsOutOfTraining: Bool = false
    ) {
        self.voice = voice
        self.speed = speed
        self.tags = tags
        self.optsOutOfTraining = optsOutOfTraining
    }

    /// Finds what Deepgram would refuse; fails with ``DeepgramError/Code/invalidParameters`` and the mend.
    public func validate() throws(DeepgramError) {
        guard self.voice.hasPrefix("aura-"), Self.isName(self.voice) else {
            throw DeepgramError(
                .invalidParameters,
                "A voice is called aura-2-NAME-LANGUAGE, such as aura-2-thalia-en; change the voice."
            )
        }
        if let speed, !(0.7...1.5).contains(speed) {
            throw DeepgramError(.invalidParameters, "The voice's speed must be between 0.7 and 1.5.")
        }
        guard self.tags.count <= 16, self.tags.allSatisfy({ (1...128).contains($0.unicodeScalars.count) }) else {
            throw DeepgramError(.invalidParameters, "There may be 16 tags, each of 1 to 128 characters.")
        }
    }

    /// Path and query of a REST request.
    var requestTarget: String {
        var query = self.query
        // Without it Deepgram sends a WAV header first, which is a click in the caller's ear.
        query.append("container", "none")
        for tag in self.tags { query.append("tag", tag) }
        return "/v1/speak?" + query.text
    }

    /// Path and query of a WebSocket's upgrade. Connections are alike exactly when these are.
    var socketTarget: String { "/v1/speak?" + self.query.text }

    private var query: QueryText {
        var query = QueryText()
        query.append("model", self.voice)
        query.append("encoding", "mulaw")
        query.append("sample_rate", "8000")
        if let speed = self.speed { query.append("speed", "\(speed)") }
        if self.optsOutOfTraining { query.append("mip_opt_out", "true") }
        return query
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
