// SPDX-License-Identifier: Apache-2.0

/// Follows a conversation through its events, as ``CallStateMachine`` went through them when they were noted; a pure value.
///
/// A turn is noted when its answer begins to be heard, the answer's words when it ends. What the caller says in between,
/// at most the time the voice takes to begin, is taken for part of the turn.
struct ConversationFold {
    /// An answer that was begun and not heard to its end.
    private struct Answer {
        let turn: Int
        /// What it answers.
        let question: [Utterance]
        let source: String
        /// Whether some of it was heard.
        var isCutOff = false
    }

    /// What is kept of somebody who never pauses.
    private static let longestQuestion = 64
    /// A number beyond is none of ours.
    private static let mostTurns = 1_000_000

    private let limit: Int
    private var known = ConversationMemory()
    private var answer: Answer?
    /// How many of the unanswered words are only there because their answer was cut off.
    private var revived = 0
    /// People talk with each other, and we listen.
    private var isListening = false
    /// Whether the caller has heard anything of us.
    private var hasSpoken = false

    init(limit: Int) {
        self.limit = limit
    }

    /// What is known if the stream is over now.
    var memory: ConversationMemory {
        var fold = self
        fold.broke()
        return fold.known
    }

    mutating func apply(_ event: CallEvent) {
        self.known.latest = max(self.known.latest ?? event.time, event.time)
        switch event.kind {
        case .streamStarted(_, _, _, _, let purpose):
            self.isListening = purpose == .listening
            if !self.isListening { self.began() }
        case .streamEnded(let termination, let purpose):
            self.ended(termination, purpose)
        case .nextDecided:
            self.broke()
        case .turn(let summary):
            self.answered(summary)
        case .spoken(let line) where !self.isListening:
            if line.speaker == .caller { self.heard(line) } else { self.said(line) }
        default:
            break
        }
    }

    private mutating func began() {
        self.broke()
        self.known.streams += 1
        self.known.wasGreeted = true
    }

    /// Without ears or voice from the beginning nobody was greeted: the carrier does it.
    private mutating func ended(_ termination: CallTermination, _ purpose: StreamPurpose) {
        if purpose == .listening { return self.isListening = false }
        if termination == .synthesiserFailed || termination == .recogniserFailed, !self.hasSpoken {
            self.known.wasGreeted = false
        }
    }

    private mutating func heard(_ line: SpokenLine) {
        // Whoever speaks on when the stream breaks, or cuts in, does not want the old answer any more.
        self.known.unanswered.removeFirst(self.revived)
        self.revived = 0
        if self.answer?.isCutOff == true { self.answer = nil }
        self.known.unanswered.append(
            Utterance(
                text: line.text,
                start: line.start,
                end: line.end,
                confidence: line.confidence,
                words: line.words
            )
        )
        if self.known.unanswered.count > Self.longestQuestion { self.known.unanswered.removeFirst() }
    }

    private mutating func answered(_ summary: TurnSummary) {
        let question = self.known.unanswered
        self.known.unanswered = []
        self.revived = 0
        self.answer = nil
        self.known.turns = max(self.known.turns, min(summary.number, Self.mostTurns))
        switch summary.outcome {
        case .answered:
            self.known.reprompts = 0
            self.remember(question, summary)
        case .askedAgain, .failed:
            self.known.reprompts += 1
        case .handedOver:
            break
        }
    }

    private mutating func remember(_ question: [Utterance], _ summary: TurnSummary) {
        let text = CallerTurn(number: summary.number, utterances: question).text
        guard !text.isEmpty else { return }
        self.answer = Answer(turn: summary.number, question: question, source: summary.source)
        self.known.exchanges.append(.init(number: summary.number, exchange: .init(caller: text, heard: "")))
        if self.known.exchanges.count > self.limit { self.known.exchanges.removeFirst() }
    }

    private mutating func said(_ line: SpokenLine) {
        self.hasSpoken = true
        self.known.wasGreeted = true
        let source = line.source.split(separator: " ").last.map(String.init) ?? ""
        guard var answer = self.answer.take(), !answer.isCutOff, source == answer.source || !Self.isAside(source)
        else { return }
        if let last = self.known.exchanges.indices.last, self.known.exchanges[last].number == answer.turn {
            self.known.exchanges[last].exchange.heard = line.text
        }
        self.known.lastAnswer = Reply(text: line.text, source: source, isReusable: false)
        // Words that came while it was said: with them the caller has cut in.
        guard line.isInterrupted, self.known.unanswered.isEmpty else { return }
        answer.isCutOff = true
        self.answer = answer
    }

    /// Something that nobody asked for.
    private static func isAside(_ source: String) -> Bool {
        source == "operator" || source == "order" || (source.hasPrefix("prompt:") && source != "prompt:greeting")
    }

    /// The stream is over: an answer that was on its way is asked for again.
    private mutating func broke() {
        guard let answer else { return }
        self.answer = nil
        self.known.unanswered.insert(contentsOf: answer.question, at: 0)
        if answer.isCutOff {
            self.revived = answer.question.count
        } else {
            self.known.exchanges.removeAll { $0.number == answer.turn && $0.exchange.heard.isEmpty }
        }
    }
}
