// SPDX-License-Identifier: Apache-2.0

/// What happened in one stream of a call, in figures: what its last line in the log tells. A pure value of bounded size;
/// the session brings the time, counted from the stream's start.
struct CallTally: Sendable, Hashable {
    /// When something happened for the first time, since the stream's start.
    struct Moments: Sendable, Hashable {
        /// The caller's first audio came.
        var media: Duration?
        /// Our first sound was sent, or began to be spoken by the carrier.
        var voice: Duration?
        /// The caller's first words were recognised.
        var words: Duration?
        /// The first answer to something the caller had said began to be heard.
        var reply: Duration?
    }

    /// Frames of the stream.
    struct Frames: Sendable, Hashable {
        var heard = 0
        var missing = 0
        var dropped = 0
        var sent = 0
    }

    private(set) var first = Moments()
    private(set) var frames = Frames()
    private(set) var latencies = LatencyTally()
    private(set) var turns = 0
    private(set) var callerWords = 0
    private(set) var agentWords = 0
    private(set) var interruptions = 0
    private(set) var speechFailures = 0
    private(set) var audioLost = Duration.zero
    /// The sum of all words' confidence, and how many words that is.
    private var confidence = 0.0
    private var confidentWords = 0

    /// The mean confidence of the caller's words, 0…1; `nil` where no engine has told any.
    var meanConfidence: Double? {
        self.confidentWords > 0 ? self.confidence / Double(self.confidentWords) : nil
    }

    /// The caller's audio has begun to come.
    mutating func mediaBegan(at now: Duration) {
        if self.first.media == nil { self.first.media = now }
    }

    /// A speech of ours can be heard from now on, or soon.
    mutating func voiceBegan(at now: Duration) {
        if self.first.voice == nil { self.first.voice = now }
    }

    /// An answer to the caller begins to be heard.
    mutating func replyHeard(at now: Duration) {
        if self.first.reply == nil { self.first.reply = now }
    }

    /// Words were recognised: the caller's, or those of the person the caller is connected with. `confidence` is `nil`
    /// where nobody tells.
    mutating func recognised(_ words: Int, of speaker: Speaker, confidence: Double?, at now: Duration) {
        guard words > 0 else { return }
        switch speaker {
        case .caller:
            if self.first.words == nil { self.first.words = now }
            self.callerWords += words
        case .agent:
            self.agentWords += words
        }
        guard let confidence else { return }
        self.confidence += confidence * Double(words)
        self.confidentWords += words
    }

    /// The caller has heard so many words of ours.
    mutating func said(_ words: Int) {
        self.agentWords += words
    }

    /// A turn was answered, with this pause from the end of the caller's speech; `nil` where it is not known.
    mutating func answered(after pause: Duration?) {
        self.turns += 1
        if let pause { self.latencies.add(pause) }
    }

    /// The caller cut in.
    mutating func interrupted() {
        self.interruptions += 1
    }

    /// A speech of ours could not be made, or was not taken by the caller's side.
    mutating func speechFailed() {
        self.speechFailures += 1
    }

    /// So much of the caller's audio became no words.
    mutating func lost(_ audio: Duration) {
        self.audioLost += audio
    }

    /// More frames have come and gone.
    mutating func counted(_ heard: CallListener.Counts, sent: Int = 0) {
        self.frames.heard += heard.frames
        self.frames.missing += heard.missing
        self.frames.dropped += heard.dropped
        self.frames.sent += sent
    }
}
