// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import SwiftProtobuf
internal import Tracing

/// Writes attributes, cleaned as the log is: no secrets, phone numbers masked, values cut, nothing that somebody said.
struct AttributeWriter: Sendable {
    /// Addresses with their query may hold numbers, keys and what is searched for; texts of errors may quote anything.
    private static let neverWritten: Set<String> = [
        "url.full", "url.query", "http.url", "http.target", "exception.message", "exception.stacktrace",
    ]
    /// Older names of the semantic conventions that libraries in use still write.
    private static let newNames = ["http.status_code": "http.response.status_code"]

    let redaction: LogRedaction
    let limits: SpanLimits

    /// A text of any kind.
    func text(_ text: String) -> String { self.redaction.clean(text) }

    /// The attributes by name, and how many were left out for want of room.
    func attributes(_ attributes: SpanAttributes) -> ([WireKeyValue], dropped: Int) {
        self.attributes(attributes, atMost: self.limits.innerAttributes)
    }

    /// The attributes by name, at most so many, and how many were left out for want of room.
    func attributes(_ attributes: SpanAttributes, atMost limit: Int) -> ([WireKeyValue], dropped: Int) {
        var values: [WireKeyValue] = []
        attributes.forEach { name, attribute in
            guard !Self.neverWritten.contains(name), self.redaction.allows(name, at: .info),
                let value = self.value(attribute, name)
            else { return }
            values.append(
                .with {
                    $0.key = Self.newNames[name] ?? self.text(name)
                    $0.value = value
                }
            )
        }
        values.sort { $0.key < $1.key }
        return (Array(values.prefix(limit)), max(0, values.count - limit))
    }

    private func value(_ attribute: SpanAttribute, _ name: String) -> WireAnyValue? {
        switch attribute {
        case .int32(let number): Self.value(.intValue(Int64(number)))
        case .int64(let number): Self.value(.intValue(number))
        case .double(let number): Self.value(.doubleValue(number))
        case .bool(let flag): Self.value(.boolValue(flag))
        case .string(let text): self.value(text, name)
        case .stringConvertible(let box): self.value(box.description, name)
        default: self.list(attribute, name)
        }
    }

    private func list(_ attribute: SpanAttribute, _ name: String) -> WireAnyValue? {
        switch attribute {
        case .int32Array(let numbers): self.list(numbers) { Self.value(.intValue(Int64($0))) }
        case .int64Array(let numbers): self.list(numbers) { Self.value(.intValue($0)) }
        case .doubleArray(let numbers): self.list(numbers) { Self.value(.doubleValue($0)) }
        case .boolArray(let flags): self.list(flags) { Self.value(.boolValue($0)) }
        case .stringArray(let texts): self.list(texts) { self.value($0, name) }
        case .stringConvertibleArray(let boxes): self.list(boxes) { self.value($0.description, name) }
        default: nil
        }
    }

    private func list<Element>(_ elements: [Element], _ value: (Element) -> WireAnyValue) -> WireAnyValue {
        let values = elements.prefix(self.limits.elements).map(value)
        return Self.value(.arrayValue(.with { $0.values = values }))
    }

    private func value(_ text: String, _ name: String) -> WireAnyValue {
        let isPhone = self.redaction.isPhone(name)
        return Self.value(.stringValue(isPhone ? self.redaction.cleanPhone(text) : self.redaction.clean(text)))
    }

    private static func value(_ value: WireAnyValue.OneOf_Value) -> WireAnyValue {
        WireAnyValue.with { $0.value = value }
    }
}
