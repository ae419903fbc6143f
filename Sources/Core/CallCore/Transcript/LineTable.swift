// SPDX-License-Identifier: Apache-2.0

import SafeText

/// Lines of transcripts as a table (RFC 4180). The columns and their order stay; new ones come at the end.
enum LineTable {
    static let header = SafeText.csv(record: [
        "call", "number", "time", "start", "end", "speaker", "text", "confidence", "interrupted", "source",
    ])

    static func row(_ line: CallTranscript.Line, of call: CallID) -> String {
        SafeText.csv(record: [
            call.rawValue, "\(line.number)", Timestamp.text(line.time), "\(LineDocument.seconds(line.start))",
            "\(LineDocument.seconds(line.end))", line.spoken.speaker.rawValue, line.spoken.text,
            "\(line.spoken.confidence)", "\(line.spoken.isInterrupted)", line.spoken.source,
        ])
    }
}
