// SPDX-License-Identifier: Apache-2.0

package import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension EventPayload {
    /// What an event says besides id, call and time; a spoken line is kept in `utterances` instead.
    package init(_ kind: CallEvent.Kind) {
        self.init()
        switch kind {
        case .received(let info):
            self.account = info.account
            self.direction = info.direction
            self.from = info.from
            self.to = info.to
            self.receivedAt = info.receivedAt.microseconds
            self.plan = info.plan.map(StoredPlan.init)
        case .streamStarted(let stream, let resumed, let recogniser, let synthesiser, let purpose):
            self.purpose = Self.stored(purpose)
            self.stream = stream
            self.resumed = resumed
            self.recogniser = recogniser
            self.synthesiser = synthesiser
        case .spoken:
            break
        case .turn(let summary):
            self.take(summary)
        case .digit(let digit, let at):
            self.digit = digit
            self.at = at.storedSeconds
        case .audioLost(let lost, let at):
            self.lost = lost.storedSeconds
            self.at = at.storedSeconds
        case .nextDecided(let step):
            (self.step, self.to, self.whisper) = step.columns
        case .streamEnded(let termination, let purpose):
            self.purpose = Self.stored(purpose)
            self.result = termination.result.rawValue
            self.reason = termination.reason
        case .transferEnded(let status, let leg, let seconds):
            self.status = status
            self.leg = leg
            self.seconds = seconds
        case .voicemail(let url, let seconds):
            self.url = url
            self.seconds = seconds
        case .status(let status, let duration, let sequence):
            self.status = status.rawValue
            self.duration = duration
            self.sequence = sequence
        case .answeredBy, .streamReported, .gathered, .recorded, .legReported, .fellBack:
            self.takeReport(kind)
        case .commanded(let command, let by):
            self.by = by
            self.take(command)
        }
    }

    private mutating func take(_ summary: TurnSummary) {
        self.number = summary.number
        self.outcome = summary.outcome
        self.source = summary.source
        self.score = summary.score?.storedNumber
        self.recognition = summary.recognition?.storedSeconds
        self.response = summary.response?.storedSeconds
        self.synthesis = summary.synthesis?.storedSeconds
    }

    /// The event again; `nil` if a key is missing or has a value of a later version.
    package func kind(_ name: String, call: CallID, line: SpokenLine?) -> CallEvent.Kind? {
        switch name {
        case "received": self.info(call).map { .received($0) }
        case "stream_started": self.streamStarted
        case "spoken": line.map { .spoken($0) }
        case "turn": self.summary.map { .turn($0) }
        case "digit": zipped(self.digit, self.at).map { .digit($0, at: Duration(storedSeconds: $1)) }
        case "audio_lost":
            zipped(self.lost, self.at).map { .audioLost(Duration(storedSeconds: $0), at: Duration(storedSeconds: $1)) }
        case "next_decided": NextStep(step: self.step, address: self.to, whisper: self.whisper).map { .nextDecided($0) }
        case "stream_ended":
            zipped(CallTermination.stored(result: self.result, reason: self.reason), self.storedPurpose).map {
                .streamEnded($0, purpose: $1)
            }
        case "transfer_ended": self.status.map { .transferEnded(status: $0, leg: self.leg, seconds: self.seconds) }
        case "voicemail": zipped(self.url, self.seconds).map { .voicemail(url: $0, seconds: $1) }
        case "status":
            self.status.flatMap(CallStatus.init(rawValue:)).map {
                .status($0, duration: self.duration, sequence: self.sequence)
            }
        case "commanded": zipped(self.storedCommand, self.by).map { .commanded($0, by: $1) }
        default: self.report(name)
        }
    }

    private func info(_ call: CallID) -> CallInfo? {
        guard let account, let direction, let from, let to, let receivedAt else { return nil }
        return CallInfo(
            id: call,
            account: account,
            direction: direction,
            from: from,
            to: to,
            receivedAt: Date(microseconds: receivedAt),
            plan: self.plan?.plan
        )
    }

    private var streamStarted: CallEvent.Kind? {
        guard let stream, let resumed, let recogniser, let synthesiser, let purpose = self.storedPurpose else {
            return nil
        }
        return .streamStarted(
            stream: stream,
            resumed: resumed,
            recogniser: recogniser,
            synthesiser: synthesiser,
            purpose: purpose
        )
    }

    /// Most streams are conversations; those are not said to be.
    private static func stored(_ purpose: StreamPurpose) -> String? {
        purpose == .conversation ? nil : purpose.rawValue
    }

    private var storedPurpose: StreamPurpose? {
        self.purpose.map(StreamPurpose.init(rawValue:)) ?? .conversation
    }

    private var summary: TurnSummary? {
        guard let number, let outcome, let source else { return nil }
        return TurnSummary(
            number: number,
            outcome: outcome,
            source: source,
            score: self.score,
            recognition: self.recognition.map(Duration.init(storedSeconds:)),
            response: self.response.map(Duration.init(storedSeconds:)),
            synthesis: self.synthesis.map(Duration.init(storedSeconds:))
        )
    }

    package func zipped<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
        guard let first, let second else { return nil }
        return (first, second)
    }
}
