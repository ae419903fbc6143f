// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import TelephonyAudio

/// All decisions of a call's recognition, as a pure value: what happens comes in with the time, what is to be done comes out
/// of ``nextAction()`` and ``nextStep(now:)``. It holds no audio, only positions: samples kept since the call's first.
///
/// What is final is never asked for again; what is not stays in the ring. After a drop the next connection is fed from the end
/// of what is final, with a little audio before it, at the pace that Deepgram takes, and live audio queues behind.
struct RecognitionMachine {
    enum Phase: Hashable {
        /// Audio comes.
        case listening
        /// No more audio comes; words may.
        case finishing
        /// Given up; the audio that was not heard may be asked for.
        case failed
        /// Nothing will happen any more.
        case over
    }

    enum Line: Hashable {
        /// Nobody has asked for a connection yet.
        case none
        case dialling(since: Duration)
        /// After a failure, until the next attempt.
        case waiting(until: Duration)
        case open
    }

    let policy: RecognitionPolicy
    let isFlux: Bool
    /// Bytes that are sent together.
    let batch: Int
    /// Bytes that the ring keeps.
    let limit: Int

    var assembler: any TranscriptAssembler
    var random: any RandomNumberGenerator & Sendable
    var clock = AudioClock()
    var scribe = UtteranceScribe()
    var phase = Phase.listening
    var line = Line.none
    var connection: RecognitionConnection?

    /// Positions of the ring's oldest byte and one beyond its newest.
    var start = 0
    var end = 0
    /// Where words on both sides must not be merged: `Finalize` is sent there.
    var seams: [Int] = []
    /// Where the utterance that waits may begin.
    var heldFrom = 0
    /// Where the silence began that the engine is fed.
    var fillerFrom = 0
    /// Somebody speaks right now, as far as the level of the audio tells.
    var isVoiced = false
    /// What is left of a batch is sent too.
    var isFlushing = false
    /// Up to here lost audio has been told.
    var lostUpTo = 0
    /// Lost audio that is not told yet.
    var lost: [AudioClock.Stretch] = []

    /// Failed attempts since a connection was last good.
    var failures = 0
    /// Connections of this call that were given up because they left something out.
    var doubts = 0
    /// There has been a connection in this call.
    var wasConnected = false
    /// Since when there is no connection that is known to work.
    var downSince: Duration?
    var isSuspended = false
    /// When a result last came.
    var goodAt: Duration?
    /// When the oldest audio came that Deepgram owes an answer to.
    var owedSince: Duration?
    var lastHeardAt: Duration?
    /// Since when audio comes without a break.
    var flowSince: Duration?
    /// When something new was last heard of an utterance.
    var progressAt: Duration?
    var lastError: DeepgramError?

    private var actions: [RecognitionAction] = []
    private var nextIndex = 0

    init(
        policy: RecognitionPolicy,
        isFlux: Bool,
        assembler: any TranscriptAssembler,
        random: any RandomNumberGenerator & Sendable
    ) {
        self.policy = policy
        self.isFlux = isFlux
        self.batch = min(max(policy.batchFrames ?? (isFlux ? 4 : 5), 1), 50) * Self.frame
        self.limit = max(policy.ring.telephonyBytes, 2 * self.batch)
        self.assembler = assembler
        self.random = random
    }

    /// Bytes of 20 ms.
    static let frame = 160
    /// Samples of a second.
    static let rate = 8000.0

    mutating func emit(_ action: RecognitionAction) { self.actions.append(action) }

    /// What is to be done next, in order.
    mutating func nextAction() -> RecognitionAction? {
        guard self.nextIndex < self.actions.count else {
            if self.nextIndex > 0 {
                self.actions.removeAll(keepingCapacity: true)
                self.nextIndex = 0
            }
            return nil
        }
        defer { self.nextIndex += 1 }
        return self.actions[self.nextIndex]
    }

    mutating func forgetActions() {
        self.actions.removeAll()
        self.nextIndex = 0
    }

    /// Whether anything is to be done.
    var hasActions: Bool { self.nextIndex < self.actions.count }

    /// Nobody will hear anything of the session any more.
    var isOver: Bool { self.phase == .over || self.phase == .failed }

    /// Up to here everything is final, as a feed position.
    var finalEnd: Int { self.position(self.assembler.finalEnd) }

    /// Nothing is left that Deepgram could make words of; less than a frame is its rounding.
    var isAllFinal: Bool { (self.isFlux ? self.keepFrom : self.finalEnd) + Self.frame > self.end }

    /// Where the next connection begins: the end of what is final, less the pre-roll, which never reaches into a word.
    var keepFrom: Int {
        let final = self.finalEnd
        return max(min(self.position(self.assembler.lastWordEnd), final), final - self.preRoll.telephonyBytes, 0)
    }

    /// Flux says nothing of a word before it is over: what it calls silence may be a word's beginning.
    private var preRoll: Duration { self.isFlux ? max(self.policy.preRoll, .seconds(1)) : self.policy.preRoll }

    /// Feed position of a time on the assembler's clock, within what was fed.
    func position(_ seconds: Double) -> Int {
        guard seconds.isFinite, seconds > 0 else { return 0 }
        return Int(min((seconds * Self.rate).rounded(), Double(self.end)))
    }

    /// Where the call's audio stands now.
    var callTime: Duration { self.clock.time(ofEnd: Double(self.end)) }

    /// The audio that has not become words, for another engine.
    var unheard: [AudioClock.Stretch] { self.clock.stretches(in: max(self.start, self.keepFrom)..<self.end) }

    /// Audio taken and not recognised because the engine was away or is catching up.
    var backlog: Duration {
        guard !self.isOver else { return .zero }
        let answered = max(self.finalEnd, self.connection?.answered ?? 0)
        let behind = Duration.telephony(bytes: max(0, self.end - answered))
        return self.downSince != nil || behind > .seconds(2) ? behind : .zero
    }
}
