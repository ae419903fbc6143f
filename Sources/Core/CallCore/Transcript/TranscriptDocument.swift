// SPDX-License-Identifier: Apache-2.0

/// A transcript as JSON. Times are seconds since the call's first audio.
package struct TranscriptDocument: Encodable {
    let call: String
    let lines: [LineDocument]

    package init(_ transcript: CallTranscript) {
        self.call = transcript.call.rawValue
        self.lines = transcript.lines.map { LineDocument($0) }
    }
}
