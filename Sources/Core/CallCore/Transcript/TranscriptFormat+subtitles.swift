// SPDX-License-Identifier: Apache-2.0

import SafeText

extension TranscriptFormat {
    /// SubRip has no standard and no escapes; players take some of it for HTML.
    static func subRipCue(_ number: Int, _ line: CallTranscript.Line) -> String {
        let text = SafeText.srt(line.spoken.text)
        return """
            \(number)
            \(self.time(line.start, ",")) --> \(self.time(self.end(of: line), ","))
            \(self.name(line.spoken.speaker)): \(text)

            """
    }

    /// W3C WebVTT: a voice span; `&`, `<` and `>` are references, so that no `-->` can occur.
    static func webVTTCue(_ line: CallTranscript.Line) -> String {
        let text = SafeText.vtt(line.spoken.text)
        return """
            \(line.number)
            \(self.time(line.start, ".")) --> \(self.time(self.end(of: line), "."))
            <v \(self.name(line.spoken.speaker))>\(text)</v>

            """
    }

    static func name(_ speaker: Speaker) -> String {
        switch speaker {
        case .caller: "Caller"
        case .agent: "Agent"
        }
    }

    /// A cue must end after it has begun, by the millisecond (W3C WebVTT, section 3.3).
    private static func end(of line: CallTranscript.Line) -> Duration {
        max(line.end, line.start + .milliseconds(1))
    }

    /// `hh:mm:ss` and milliseconds behind `mark`.
    static func time(_ time: Duration, _ mark: String) -> String {
        let total = Int64(max(time, .zero) / .milliseconds(1))
        let fields = [total / 3_600_000, total / 60_000 % 60, total / 1_000 % 60].map { self.digits($0, 2) }
        return fields.joined(separator: ":") + mark + self.digits(total % 1_000, 3)
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
