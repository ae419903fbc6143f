// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// A line for people: time (UTC), level, logger, message, fields.
struct PrettyLineFormatter: LineFormatter {
    var usesColor: Bool

    func line(_ record: LogRecord) -> [UInt8] {
        var line: [UInt8] = []
        self.append(record.timestamp.timeOfDay, color: "2", to: &line)
        line.append(UInt8(ascii: " "))
        self.append(Self.padded(record.level.rawValue.uppercased(), to: 8), color: Self.color(record.level), to: &line)
        line.append(UInt8(ascii: " "))
        self.append(Self.padded(record.label, to: 12), color: "2", to: &line)
        line.append(UInt8(ascii: " "))
        line += record.fields.isEmpty ? Self.escaped(record.message) : Self.padded(record.message, to: 32)
        for field in record.fields {
            line.append(UInt8(ascii: " "))
            self.append(Self.escaped(field.key) + "=".utf8, color: "36", to: &line)
            switch field.value {
            case .text(let text): line += Self.quoted(text)
            case .literal(let text): line += text.utf8
            }
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private func append(_ text: [UInt8], color: String, to line: inout [UInt8]) {
        guard self.usesColor else {
            line += text
            return
        }
        line += "\u{1B}[\(color)m".utf8
        line += text
        line += "\u{1B}[0m".utf8
    }

    private static func color(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "2"
        case .info: "32"
        case .notice: "34"
        case .warning: "33"
        case .error: "31"
        case .critical: "1;31"
        }
    }

    private static func padded(_ text: String, to width: Int) -> [UInt8] {
        let bytes = self.escaped(text)
        return bytes + repeatElement(UInt8(ascii: " "), count: max(0, width - text.unicodeScalars.count))
    }

    /// In quotes where it could not be told from what follows.
    private static func quoted(_ text: String) -> [UInt8] {
        let isPlain = !text.isEmpty && !text.unicodeScalars.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        return isPlain ? self.escaped(text) : self.escaped("\"" + text.replacing("\"", with: "\\\"") + "\"")
    }

    private static func escaped(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": bytes += "\\n".utf8
            case "\r": bytes += "\\r".utf8
            case "\t": bytes += "\\t".utf8
            case _ where LogText.isUnsafe(scalar): LogText.appendEscape(scalar, to: &bytes)
            default: LogText.append(scalar, to: &bytes)
            }
        }
        return bytes
    }
}
