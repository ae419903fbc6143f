// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SafeText

/// The ways a transcript is written. Whatever was said, it stays text in each of them.
enum TranscriptFormat: String, CaseIterable {
    case json
    case text
    case srt
    case vtt

    var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .text: "text/plain; charset=utf-8"
        case .srt: "application/x-subrip; charset=utf-8"
        case .vtt: "text/vtt; charset=utf-8"
        }
    }

    func write(_ transcript: Transcript) -> String {
        switch self {
        case .json: String(buffer: HarmlessJSON.encode(TranscriptDocument(transcript)))
        case .text: transcript.lines.map(Self.textLine).joined()
        case .srt:
            transcript.lines.enumerated().map { Self.subRipCue($0.offset + 1, $0.element) }.joined(separator: "\n")
        case .vtt: "WEBVTT\n" + transcript.lines.map { "\n" + Self.webVTTCue($0) }.joined()
        }
    }

    /// `[00:01:02.300] Caller: …`, one line each: a break in what was said cannot pretend to be a line of its own.
    private static func textLine(_ line: Transcript.Line) -> String {
        let cut = line.spoken.isInterrupted ? " -" : ""
        let text = SafeText.clean(line.spoken.text)
        return "[\(self.time(line.start, "."))] \(self.name(line.spoken.speaker)): \(text)\(cut)\n"
    }

    /// SubRip has no standard and no escapes; players take some of it for HTML.
    private static func subRipCue(_ number: Int, _ line: Transcript.Line) -> String {
        let text = SafeText.srt(line.spoken.text)
        return """
            \(number)
            \(self.time(line.start, ",")) --> \(self.time(self.end(of: line), ","))
            \(self.name(line.spoken.speaker)): \(text)

            """
    }

    /// W3C WebVTT: a voice span; `&`, `<` and `>` are references, so that no `-->` can occur.
    private static func webVTTCue(_ line: Transcript.Line) -> String {
        let text = SafeText.vtt(line.spoken.text)
        return """
            \(line.number)
            \(self.time(line.start, ".")) --> \(self.time(self.end(of: line), "."))
            <v \(self.name(line.spoken.speaker))>\(text)</v>

            """
    }

    /// A cue must end after it has begun (W3C WebVTT, section 3.3).
    private static func end(of line: Transcript.Line) -> Duration {
        max(line.end, line.start + .milliseconds(1))
    }

    private static func name(_ speaker: Speaker) -> String {
        switch speaker {
        case .caller: "Caller"
        case .agent: "Agent"
        }
    }

    /// `hh:mm:ss` and milliseconds behind `mark`.
    private static func time(_ time: Duration, _ mark: String) -> String {
        let total = Int64(max(time, .zero) / .milliseconds(1))
        let fields = [total / 3_600_000, total / 60_000 % 60, total / 1_000 % 60].map { self.digits($0, 2) }
        return fields.joined(separator: ":") + mark + self.digits(total % 1_000, 3)
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
