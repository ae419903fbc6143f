// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import DequeModule
import NIOCore
import TelephonyAudio

/// One call at the recogniser. Lives on the call's event loop; only jobs and their results cross to the threads.
final class OfflineRecognition: RecognitionSession {
    /// A stretch of speech whose result is due, in the order of speaking.
    private struct Due {
        var segment: SpeechSegmenter.Segment
        var endsTurn: Bool
        var job: RecognitionJob
        var outcome: Outcome?
    }

    private enum Outcome {
        case words([Decoder.Word])
        case failed(SpeechError)
        case lost
    }

    /// What was recognised on suspicion when the caller paused.
    private struct Guess {
        var end: Int
        var job: RecognitionJob
        var outcome: Outcome?
    }

    private enum Phase {
        case listening
        case finishing
        case over
    }

    private let request: RecognitionRequest
    private let engine: OfflineRecogniser
    private let eventLoop: any EventLoop
    private let deliver: @Sendable (RecognitionEvent) -> Void
    private var segmenter: SpeechSegmenter
    private var due: Deque<Due> = []
    private var guess: Guess?
    private var phase = Phase.listening

    init(
        _ request: RecognitionRequest,
        engine: OfflineRecogniser,
        eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) {
        self.request = request
        self.engine = engine
        self.eventLoop = eventLoop
        self.deliver = deliver
        self.segmenter = SpeechSegmenter(
            endOfTurnSilence: request.endOfTurnSilence,
            longest: engine.configuration.longestUtterance
        )
        engine.ledger.sessionOpened()
    }

    deinit {
        // Let go without an end: the count must still be right.
        if self.phase != .over { self.engine.ledger.sessionClosed() }
    }

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        guard self.phase == .listening else { return }
        let sample = AudioFormat.telephony.samples(in: offset)
        let actions = audio.withUnsafeReadableBytes { self.segmenter.hear($0, at: sample) }
        for action in actions { self.perform(action) }
    }

    func finish() {
        guard self.phase == .listening else { return }
        self.phase = .finishing
        for action in self.segmenter.finish() { self.perform(action) }
        // From the loop and not from here: nothing is delivered while the caller is still in its call.
        self.later { $0.report() }
    }

    func cancel() {
        guard self.phase != .over else { return }
        self.close()
    }

    /// Speech that waits for a thread or is being recognised: its words are still to come.
    var backlog: Duration {
        self.due.reduce(.zero) { $0 + ($1.outcome == nil ? $1.job.length : .zero) }
    }

    /// Ends the session with an error before it has begun.
    func refuse(_ error: SpeechError) {
        self.phase = .finishing
        self.later { session in
            guard session.phase != .over else { return }
            session.close()
            session.deliver(.failed(error))
        }
    }

    private func perform(_ action: SpeechSegmenter.Action) {
        switch action {
        case .speechStarted(let sample):
            self.deliver(.speechStarted(at: .telephony(bytes: sample)))
        case .paused(let segment):
            self.suspect(segment)
        case .ended(let segment, let endsTurn):
            self.recognise(segment, endsTurn: endsTurn)
        }
    }

    private func suspect(_ segment: SpeechSegmenter.Segment) {
        self.dropGuess()
        guard self.engine.configuration.guesses, self.engine.workers.hasIdleThread else { return }
        let job = self.job(segment)
        self.guess = Guess(end: segment.speech.upperBound, job: job)
        self.engine.workers.submit(job)
    }

    private func recognise(_ segment: SpeechSegmenter.Segment, endsTurn: Bool) {
        if let guess = self.guess, guess.end == segment.speech.upperBound {
            self.guess = nil
            self.due.append(Due(segment: segment, endsTurn: endsTurn, job: guess.job, outcome: guess.outcome))
            if guess.outcome == nil { self.engine.ledger.opened(guess.job) }
        } else {
            self.dropGuess()
            let job = self.job(segment)
            self.due.append(Due(segment: segment, endsTurn: endsTurn, job: job, outcome: nil))
            self.engine.ledger.opened(job)
            self.engine.workers.submit(job)
            self.keepBound()
        }
        self.report()
    }

    /// Drops the oldest audio that no thread has begun with, until what waits is within the bound.
    private func keepBound() {
        let bound = self.engine.configuration.longestQueue
        var waiting = self.due.reduce(Duration.zero) { $0 + ($1.outcome == nil ? $1.job.length : .zero) }
        for index in self.due.indices where waiting > bound && self.due[index].outcome == nil {
            let job = self.due[index].job
            guard job.withdraw() else { continue }
            waiting -= job.length
            self.engine.ledger.closed(job)
            self.engine.ledger.lost(job.length)
            self.due[index].outcome = .lost
        }
    }

    private func job(_ segment: SpeechSegmenter.Segment) -> RecognitionJob {
        let session = NIOLoopBound(self, eventLoop: self.eventLoop)
        let eventLoop = self.eventLoop
        let end = segment.speech.upperBound
        return RecognitionJob(hints: self.request.hints, audio: segment.audio, created: .now) { result in
            eventLoop.execute { session.value.decoded(result, end: end, segment: segment) }
        }
    }

    private func decoded(
        _ result: Result<[Decoder.Word], SpeechError>,
        end: Int,
        segment: SpeechSegmenter.Segment
    ) {
        guard self.phase != .over else { return }
        let outcome: Outcome
        switch result {
        case .success(let words): outcome = .words(words)
        case .failure(let error): outcome = .failed(error)
        }
        if let index = self.due.firstIndex(where: { $0.segment.speech.upperBound == end && $0.outcome == nil }) {
            self.engine.ledger.closed(self.due[index].job)
            self.due[index].outcome = outcome
            self.report()
        } else if self.guess?.end == end {
            self.guess?.outcome = outcome
            if case .words(let words) = outcome, let utterance = UtteranceBuilder.utterance(words, of: segment),
                !utterance.text.isEmpty, self.due.isEmpty
            {
                self.deliver(.interim(utterance))
            }
        }
    }

    /// Reports what is known, in the order it was spoken.
    private func report() {
        while self.phase != .over, let first = self.due.first, let outcome = first.outcome {
            self.due.removeFirst()
            switch outcome {
            case .words(let words):
                let utterance = UtteranceBuilder.utterance(words, of: first.segment)
                if let utterance { self.deliver(.utterance(utterance, endsTurn: first.endsTurn)) }
            case .lost:
                let start = Duration.telephony(bytes: first.segment.start)
                self.deliver(.audioLost(first.job.length, at: start))
            case .failed(let error):
                self.close()
                self.deliver(.failed(error))
            }
        }
        guard self.phase == .finishing, self.due.isEmpty else { return }
        self.close()
        self.deliver(.finished)
    }

    private func dropGuess() {
        self.guess?.job.withdraw()
        self.guess = nil
    }

    private func close() {
        self.phase = .over
        self.dropGuess()
        for due in self.due where due.outcome == nil {
            due.job.withdraw()
            self.engine.ledger.closed(due.job)
        }
        self.due.removeAll()
        self.engine.ledger.sessionClosed()
    }

    private func later(_ body: @escaping @Sendable (OfflineRecognition) -> Void) {
        let session = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.eventLoop.execute { body(session.value) }
    }
}
#endif
