// SPDX-License-Identifier: Apache-2.0

/// One XML element: a name, attributes in the order they were set, and text or children.
///
/// Names are `StaticString`s, so nothing a caller said can become markup; values are escaped when written.
public struct TwiMLNode: Sendable, Equatable {
    struct Attribute: Sendable, Equatable {
        var name: String
        var value: String
    }

    let name: String
    private(set) var attributes: [Attribute] = []
    private(set) var text: String
    private(set) var children: [TwiMLNode]

    /// Creates an element with text.
    public init(_ name: StaticString, text: String = "") {
        self.name = name.description
        self.text = text
        self.children = []
    }

    /// Creates an element with child elements.
    public init(_ name: StaticString, children: [any TwiMLElement]) {
        self.name = name.description
        self.text = ""
        self.children = children.map(\.node)
    }

    /// Adds an attribute, or nothing when there is no value.
    public mutating func set(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.attributes.append(Attribute(name: name.description, value: value))
    }

    /// Adds `true` or `false`, or nothing when there is no value.
    public mutating func set(_ name: StaticString, _ value: Bool?) {
        self.set(name, value.map { $0 ? "true" : "false" })
    }

    /// Adds a whole number, or nothing when there is no value.
    public mutating func set(_ name: StaticString, _ value: Int?) {
        self.set(name, value.map { String($0) })
    }

    /// Adds whole seconds, or nothing when there is no value.
    ///
    /// Twilio knows only whole seconds here: a fraction is rounded up, less than nothing becomes 0.
    public mutating func set(_ name: StaticString, seconds value: Duration?) {
        self.set(name, value.map { Self.rounded($0, toAttosecondsOf: 1_000_000_000_000_000_000) })
    }

    /// Adds whole milliseconds, or nothing when there is no value; rounding is that of ``set(_:seconds:)``.
    public mutating func set(_ name: StaticString, milliseconds value: Duration?) {
        self.set(name, value.map { Self.rounded($0, toAttosecondsOf: 1_000_000_000_000_000) })
    }

    /// Adds a word, or nothing when there is no value.
    public mutating func set(_ name: StaticString, _ value: (some TwiMLToken)?) {
        self.set(name, value?.rawValue)
    }

    /// Adds words separated by one blank, or nothing when the list is empty.
    public mutating func set(_ name: StaticString, _ values: [some TwiMLToken]) {
        guard !values.isEmpty else { return }
        self.set(name, values.map(\.rawValue).joined(separator: " "))
    }

    private static func rounded(_ duration: Duration, toAttosecondsOf unit: Int64) -> String {
        guard duration > .zero else { return "0" }
        let perSecond = 1_000_000_000_000_000_000 / unit
        let parts = duration.components
        let whole = parts.seconds.multipliedReportingOverflow(by: perSecond)
        guard !whole.overflow else { return String(Int64.max) }
        let fraction = (parts.attoseconds + unit - 1) / unit
        let sum = whole.partialValue.addingReportingOverflow(fraction)
        return String(sum.overflow ? Int64.max : sum.partialValue)
    }
}
