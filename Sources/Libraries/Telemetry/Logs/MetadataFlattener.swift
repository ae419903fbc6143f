// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// Turns nested metadata into flat, redacted fields: `["call": ["sid": "CA…"]]` becomes `call.sid`.
///
/// Lists become `key.0`, `key.1` and so on. Depth, number of fields and size of keys are bounded.
struct MetadataFlattener {
    private static let maximumDepth = 8
    private static let maximumFields = 100
    private static let maximumKeyBytes = 128
    private static let reserved: Set<String> = ["ts", "level", "logger", "msg"]

    private let redaction: LogRedaction
    private let level: Logger.Level
    private var fields: [String: LogRecord.Field.Value] = [:]
    private var omitted = 0

    init(redaction: LogRedaction, level: Logger.Level) {
        self.redaction = redaction
        self.level = level
    }

    /// Adds the metadata of an event.
    mutating func add(_ metadata: Logger.Metadata) {
        // Sorted, so that which fields are beyond the limit does not depend on chance.
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            self.add(value, as: key, depth: 0)
        }
    }

    /// Adds the error of an event.
    mutating func add(_ error: any Error) {
        self.put("error.type", .text(self.redaction.clean(String(describing: type(of: error)))))
        self.put("error.message", .text(self.redaction.clean(String(describing: error))))
    }

    /// The fields, sorted by key.
    func finish() -> [LogRecord.Field] {
        var result = self.fields.map { LogRecord.Field(key: $0.key, value: $0.value) }
        if self.omitted > 0 {
            result.append(LogRecord.Field(key: "log.omitted_fields", value: .literal(String(self.omitted))))
        }
        return result.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private mutating func add(_ value: Logger.MetadataValue, as key: String, depth: Int) {
        guard self.redaction.allows(key, at: self.level), depth < Self.maximumDepth else { return }
        switch value {
        case .dictionary(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                self.add(member, as: "\(key).\(name)", depth: depth + 1)
            }
        case .array(let elements):
            for (index, element) in elements.prefix(Self.maximumFields).enumerated() {
                self.add(element, as: "\(key).\(index)", depth: depth + 1)
            }
            self.omitted += max(0, elements.count - Self.maximumFields)
        case .string(let text):
            self.put(key, self.text(text, key))
        case .stringConvertible(let box):
            guard value.attributes[LogSensitivity.self] != .secret else { return }
            self.put(key, self.literal(box, key) ?? self.text(box.description, key))
        }
    }

    private func text(_ text: String, _ key: String) -> LogRecord.Field.Value {
        .text(self.redaction.isPhone(key) ? self.redaction.cleanPhone(text) : self.redaction.clean(text))
    }

    /// Numbers that every reader of JSON takes for what they are, and truth values.
    private func literal(_ box: any CustomStringConvertible & Sendable, _ key: String) -> LogRecord.Field.Value? {
        guard !self.redaction.isPhone(key) else { return nil }
        switch box {
        case let flag as Bool: return .literal(flag ? "true" : "false")
        case let number as any BinaryInteger:
            guard let exact = Int64(exactly: number), exact.magnitude <= 1 << 53 else { return nil }
            return .literal(String(exact))
        case let number as Double: return number.isFinite ? .literal("\(number)") : nil
        case let number as Float: return number.isFinite ? .literal("\(number)") : nil
        default: return nil
        }
    }

    private mutating func put(_ key: String, _ value: LogRecord.Field.Value) {
        var key = Self.reserved.contains(key) ? "metadata." + key : key
        if key.utf8.count > Self.maximumKeyBytes {
            key = String(decoding: key.utf8.prefix(Self.maximumKeyBytes), as: UTF8.self)
        }
        guard self.fields[key] != nil || self.fields.count < Self.maximumFields else {
            self.omitted += 1
            return
        }
        self.fields[key] = value
    }
}
