// SPDX-License-Identifier: Apache-2.0

/// What a ``TranscriptAssembler`` makes of Deepgram's messages.
public enum TranscriptEvent: Sendable, Hashable {
    /// Why an utterance is complete.
    public enum Ending: Sendable, Hashable {
        /// Deepgram heard a pause (`speech_final`), or the end of the turn (Flux).
        case endpoint
        /// Deepgram missed words for `utterance_end_ms` (`UtteranceEnd`), and no pause had been told.
        case utteranceEnd
        /// We asked for it (`Finalize`, `ForceEndTurn`).
        case finalized
        /// It grew longer than an utterance may be; the speaker goes on.
        case tooLong
        /// Nothing more was heard of it: what there was is taken as it was, guesses included.
        case forced
    }

    /// Somebody began to speak.
    case speechStarted(at: Double)
    /// The utterance so far, with the newest guess; replaces the one before.
    case interim(Transcript)
    /// A whole utterance; its words will not change any more.
    case utterance(Transcript, Ending)
}
