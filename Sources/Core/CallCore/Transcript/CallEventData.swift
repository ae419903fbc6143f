// SPDX-License-Identifier: Apache-2.0

/// What belongs to an event, by its kind; what does not belong to it is left out. Durations and places are in seconds.
package struct CallEventData: Codable, Sendable, Hashable {
    package var account: String?
    package var direction: String?
    package var from: String?
    package var to: String?
    package var receivedAt: String?
    package var dialogue: String?
    package var stream: String?
    package var resumed: Bool?
    package var recogniser: String?
    package var synthesiser: String?
    package var purpose: String?
    /// The number of the line, or of the turn.
    package var number: Int?
    package var speaker: String?
    package var text: String?
    package var start: Double?
    package var end: Double?
    package var confidence: Double?
    package var interrupted: Bool?
    package var source: String?
    package var outcome: String?
    package var score: Double?
    package var recognitionSeconds: Double?
    package var responseSeconds: Double?
    package var synthesisSeconds: Double?
    package var digits: String?
    package var atSeconds: Double?
    package var lostSeconds: Double?
    package var step: String?
    package var whisper: String?
    package var result: String?
    package var reason: String?
    package var status: String?
    package var leg: String?
    package var url: String?
    package var durationSeconds: Int?
    package var answeredBy: String?
    package var afterSeconds: Double?
    package var event: String?
    package var error: String?
    package var recording: String?
    package var channels: Int?
    package var code: Int?
    package var command: String?
    package var by: String?

    /// Nothing yet.
    package init() {}

    package init(_ kind: CallEvent.Kind) {
        switch kind {
        case .received(let info): self.take(info)
        case .streamStarted(let stream, let resumed, let recogniser, let synthesiser, let purpose):
            self.stream = stream
            self.resumed = resumed
            self.recogniser = recogniser
            self.synthesiser = synthesiser
            self.purpose = purpose.rawValue
        case .spoken(let line): self.take(line)
        case .turn(let turn): self.take(turn)
        case .digit(let digit, let at):
            self.digits = digit
            self.atSeconds = LineDocument.seconds(at)
        case .audioLost(let lost, let at):
            self.lostSeconds = LineDocument.seconds(lost)
            self.atSeconds = LineDocument.seconds(at)
        case .nextDecided(let step): self.take(step)
        case .streamEnded(let termination, let purpose):
            self.result = termination.result.rawValue
            self.reason = termination.reason
            self.purpose = purpose.rawValue
        case .commanded(let command, let by):
            self.by = by
            self.take(command)
        default: self.takeReport(kind)
        }
    }

    private mutating func take(_ info: CallInfo) {
        self.account = info.account
        self.direction = info.direction.rawValue
        self.from = info.from
        self.to = info.to
        self.receivedAt = Timestamp.text(info.receivedAt)
        self.dialogue = info.plan?.dialogue
    }

    private mutating func take(_ line: SpokenLine) {
        self.speaker = line.speaker.rawValue
        self.text = line.text
        self.start = LineDocument.seconds(line.start)
        self.end = LineDocument.seconds(line.end)
        self.confidence = line.confidence
        self.interrupted = line.isInterrupted
        self.source = line.source
    }

    private mutating func take(_ turn: TurnSummary) {
        self.number = turn.number
        self.outcome = turn.outcome.rawValue
        self.source = turn.source
        self.score = turn.score
        self.recognitionSeconds = turn.recognition.map(LineDocument.seconds)
        self.responseSeconds = turn.response.map(LineDocument.seconds)
        self.synthesisSeconds = turn.synthesis.map(LineDocument.seconds)
    }

    private mutating func take(_ step: NextStep) {
        self.step = step.name
        guard case .transfer(let address, let whisper) = step else { return }
        self.to = address
        self.whisper = whisper
    }

    private mutating func take(_ command: OperatorCommand) {
        switch command {
        case .hangUp: self.command = "hangup"
        case .transfer(let address, let whisper):
            self.command = "transfer"
            self.to = address
            self.whisper = whisper
        case .say(let text):
            self.command = "say"
            self.text = text
        case .hold: self.command = "hold"
        case .resume: self.command = "resume"
        }
    }
}
