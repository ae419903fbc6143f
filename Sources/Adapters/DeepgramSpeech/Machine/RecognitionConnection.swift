// SPDX-License-Identifier: Apache-2.0

/// What a ``RecognitionMachine`` knows of the connection it has.
struct RecognitionConnection {
    /// Samples that it had been fed before it was ours.
    let fed: Int
    /// Feed position of our first sample on it.
    let start: Int
    /// Feed position of the next sample to be sent.
    var sent: Int
    /// How far Deepgram has told what it heard.
    var answered: Int
    let openedAt: Duration
    /// When our first audio was sent on it.
    var firstSentAt: Duration?
    var lastMessageAt: Duration
    /// A result has come: it works.
    var isProven = false
    /// The final results have moved on since it stands.
    var hasAdvanced = false
    /// When the audio sent so far will have been played at the replay's pace.
    var paidUntil: Duration
    /// Since when it takes nothing.
    var refusedSince: Duration?
    /// What the newest result was about.
    var newest: Range<Int>?
    /// `Finalize` is to be sent.
    var wantsFinalize = false
    /// `Finalize` was sent and not answered.
    var finalize: Finalize?
    /// The last one whose time was over without an answer.
    var ignored: Finalize?
    var lastFinalizeAt: Duration?
    /// The last seam at which `Finalize` was sent.
    var finalizedSeam = Int.min
    /// When `CloseStream` was sent.
    var closedAt: Duration?
    /// It has ended by itself.
    var isEnded = false
    /// `Finalize` did not help in giving it back.
    var cannotBeGivenBack = false

    /// An unanswered `Finalize`.
    struct Finalize: Hashable {
        /// What had been sent when it was.
        let target: Int
        let sentAt: Duration
        let deadline: Duration
        /// What is final has been told as an utterance since.
        var isForced = false
    }

    init(fed: Int, start: Int, now: Duration) {
        self.fed = fed
        self.start = start
        self.sent = start
        self.answered = start
        self.openedAt = now
        self.lastMessageAt = now
        self.paidUntil = now
    }

    /// Audio that was sent and about which Deepgram has said nothing yet.
    var unanswered: Int { max(0, self.sent - self.answered) }
}
