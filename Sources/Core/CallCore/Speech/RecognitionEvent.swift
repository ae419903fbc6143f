// SPDX-License-Identifier: Apache-2.0

/// What a recogniser reports. All times count from the first sample of the stream, also after an engine's reconnect.
public enum RecognitionEvent: Sendable, Hashable {
    /// The caller began to speak. Comes early: barge-in hangs on it.
    case speechStarted(at: Duration)
    /// A guess at what is being said; each replaces the one before and the utterance replaces all. It also tells that the
    /// caller goes on speaking: an engine should make one every few seconds of a long utterance.
    case interim(Utterance)
    /// Words that will not change any more. `endsTurn` says that by the engine's endpointing the caller has finished.
    case utterance(Utterance, endsTurn: Bool)
    /// The caller has finished, decided after the last utterance was reported.
    case turnEnded(at: Duration)
    /// The engine cannot be reached. The call's audio is kept and recognised later, so nobody should take the silence for
    /// the caller's.
    case suspended(at: Duration)
    /// The engine is back; what was said meanwhile comes now.
    case resumed(at: Duration)
    /// Audio that will never be recognised because a bound was reached. Counted in `switchboard_audio_lost_seconds_total`.
    case audioLost(Duration, at: Duration)
    /// The answer to ``RecognitionSession/finish()``: all that was heard has been reported. The last event.
    case finished
    /// The engine gave up on this call. The last event.
    case failed(SpeechError)
}
