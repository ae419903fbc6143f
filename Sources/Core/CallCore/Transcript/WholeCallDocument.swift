// SPDX-License-Identifier: Apache-2.0

/// A call with its transcript: the object of ``CallDocument`` with one more key, `transcript`.
package struct WholeCallDocument: Encodable {
    private enum CodingKeys: String, CodingKey { case transcript }

    private let call: CallDocument
    private let lines: [LineDocument]

    package init(_ call: CallRecord, _ transcript: CallTranscript) {
        self.call = CallDocument(call)
        self.lines = transcript.lines.map { LineDocument($0) }
    }

    package func encode(to encoder: any Encoder) throws {
        try self.call.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.lines, forKey: .transcript)
    }
}
