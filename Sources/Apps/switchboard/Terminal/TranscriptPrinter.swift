// SPDX-License-Identifier: Apache-2.0

import CallCore
import SafeText

/// Shows a call line by line as it happens: who, what, how sure, how fast.
struct TranscriptPrinter: Sendable {
    let console: Console

    /// The lines for one event; most events have none.
    func lines(for event: CallEvent) -> [String] {
        switch event.kind {
        case .spoken(let line): [self.format(line)]
        case .turn(let turn): [self.format(turn)]
        case .digit(let digit, let offset): [self.aside(offset, "caller pressed \(SafeText.terminal(digit))")]
        case .audioLost(let lost, let offset): [self.aside(offset, "\(Self.seconds(lost)) of audio lost", .red)]
        case .streamEnded(let termination, let purpose):
            [self.aside(nil, Self.ended(termination, purpose))]
        case .commanded(let command, let by):
            [self.aside(nil, "\(SafeText.terminal(by)): \(Self.name(of: command))")]
        case .answeredBy(let who, _): [self.aside(nil, "answered by \(who.rawValue.replacing("_", with: " "))")]
        case .received, .streamStarted, .nextDecided, .transferEnded, .voicemail, .status, .streamReported, .gathered,
            .recorded, .legReported, .fellBack:
            []
        }
    }

    private static func ended(_ termination: CallTermination, _ purpose: StreamPurpose) -> String {
        let what = purpose == .listening ? "listening" : "stream"
        return "\(what) ended: \(termination.reason.replacing("_", with: " "))"
    }

    private static func name(of command: OperatorCommand) -> String {
        switch command {
        case .hangUp: "hang up"
        case .transfer: "transfer"
        case .say: "say"
        case .hold: "hold"
        case .resume: "resume"
        }
    }

    private func format(_ line: SpokenLine) -> String {
        let isCaller = line.speaker == .caller
        let who = self.console.styled(isCaller ? "caller" : "agent ", isCaller ? .cyan : .green)
        var notes: [String] = []
        if isCaller { notes.append("\(Int((line.confidence * 100).rounded())) %") }
        if line.isInterrupted { notes.append("interrupted") }
        let note = notes.isEmpty ? "" : "  " + self.console.styled("(\(notes.joined(separator: ", ")))", .dim)
        return "\(self.time(line.start))  \(who)  \(SafeText.terminal(line.text))\(note)"
    }

    private func format(_ turn: TurnSummary) -> String {
        let stages = [("heard", turn.recognition), ("answered", turn.response), ("voice", turn.synthesis)]
        let parts = stages.compactMap { name, duration in duration.map { "\(name) +\(Self.milliseconds($0)) ms" } }
        let what = turn.outcome.rawValue.replacing("_", with: " ")
        return self.aside(nil, "\(what) by \(turn.source)  \(parts.joined(separator: "  "))")
    }

    private func aside(_ offset: Duration?, _ text: String, _ style: TextStyle = .dim) -> String {
        "\(offset.map(self.time) ?? "       ")          \(self.console.styled(text, style))"
    }

    private func time(_ offset: Duration) -> String {
        let tenths = Self.milliseconds(offset) / 100
        let minutes = tenths / 600
        let seconds = tenths / 10 % 60
        let text = "\(minutes < 10 ? "0" : "")\(minutes):\(seconds < 10 ? "0" : "")\(seconds).\(tenths % 10)"
        return self.console.styled(text, .dim)
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration / .milliseconds(1))
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
