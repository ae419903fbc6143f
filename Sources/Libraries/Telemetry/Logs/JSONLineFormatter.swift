// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// One JSON object: `ts`, `level`, `logger`, `msg`, then the fields by name.
struct JSONLineFormatter: LineFormatter {
    func line(_ record: LogRecord) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line += #"{"ts":""#.utf8
        line += record.timestamp.text
        line += #"","level":""#.utf8
        line += record.level.rawValue.utf8
        line += #"","logger":"#.utf8
        Self.append(record.label, to: &line)
        line += #","msg":"#.utf8
        Self.append(record.message, to: &line)
        for field in record.fields {
            line.append(UInt8(ascii: ","))
            Self.append(field.key, to: &line)
            line.append(UInt8(ascii: ":"))
            switch field.value {
            case .text(let text): Self.append(text, to: &line)
            case .literal(let text): line += text.utf8
            }
        }
        line += "}\n".utf8
        return line
    }

    private static func append(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                line.append(UInt8(ascii: "\\"))
                LogText.append(scalar, to: &line)
            case "\n": line += "\\n".utf8
            case "\r": line += "\\r".utf8
            case "\t": line += "\\t".utf8
            case _ where LogText.isUnsafe(scalar): LogText.appendEscape(scalar, to: &line)
            default: LogText.append(scalar, to: &line)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
