// SPDX-License-Identifier: Apache-2.0

import SafeText

/// The ways a transcript is written. Whatever was said, it stays text in each of them.
public enum TranscriptFormat: String, Sendable, Hashable, CaseIterable {
    /// One JSON object with all lines and their words.
    case json
    /// One line for one line, for people.
    case text
    /// SubRip subtitles.
    case srt
    /// WebVTT subtitles (W3C).
    case vtt
    /// A table (RFC 4180) with one row a line.
    case csv
    /// JSON Lines: one JSON object a line.
    case jsonl

    /// What it is, for HTTP.
    public var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .text: "text/plain; charset=utf-8"
        case .srt: "application/x-subrip; charset=utf-8"
        case .vtt: "text/vtt; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonl: "application/x-ndjson; charset=utf-8"
        }
    }

    /// How a file of it is called at the end, without the point.
    public var fileExtension: String { self == .text ? "txt" : self.rawValue }

    /// The whole document.
    public func write(_ transcript: CallTranscript) -> String {
        switch self {
        case .json: HarmlessJSON.text(TranscriptDocument(transcript))
        case .text: transcript.lines.map(Self.textLine).joined()
        case .srt:
            transcript.lines.enumerated().map { Self.subRipCue($0.offset + 1, $0.element) }.joined(separator: "\n")
        case .vtt: "WEBVTT\n" + transcript.lines.map { "\n" + Self.webVTTCue($0) }.joined()
        case .csv: LineTable.header + Self.rows(of: transcript, as: self)
        case .jsonl: Self.rows(of: transcript, as: self)
        }
    }

    /// The rows of a table, or of JSON Lines, without a header: what may stand behind those of another call.
    static func rows(of transcript: CallTranscript, as format: TranscriptFormat) -> String {
        switch format {
        case .csv: transcript.lines.map { LineTable.row($0, of: transcript.call) }.joined()
        default: transcript.lines.map { HarmlessJSON.text(LineDocument($0, of: transcript.call)) + "\n" }.joined()
        }
    }

    /// `[00:01:02.300] Caller: …`, one line each: a break in what was said cannot pretend to be a line of its own.
    private static func textLine(_ line: CallTranscript.Line) -> String {
        let cut = line.spoken.isInterrupted ? " -" : ""
        let text = SafeText.clean(line.spoken.text)
        return "[\(self.time(line.start, "."))] \(self.name(line.spoken.speaker)): \(text)\(cut)\n"
    }
}
