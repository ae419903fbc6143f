// SPDX-License-Identifier: Apache-2.0

/// One XML element: a name, attributes in the order they were set, and text and child elements in their order.
///
/// Names are `StaticString`s, so nothing a caller said can become markup; values are escaped when written. A node may
/// also be a bare piece of text between elements, see ``text(_:)``.
public struct TwiMLNode: Sendable, Equatable {
    struct Attribute: Sendable, Equatable {
        var name: String
        var value: String
    }

    /// The name of the element; nil for a piece of text.
    let name: String?
    /// The text of a piece of text; empty for an element, whose text is among its children.
    let text: String
    private(set) var attributes: [Attribute] = []
    let children: [TwiMLNode]
    /// How many hints were left out because Twilio takes no more.
    private(set) var surplusHints = 0

    private init(name: String?, text: String, children: [TwiMLNode]) {
        self.name = name
        self.text = text
        self.children = children
    }

    /// Creates an element with text.
    public init(_ name: StaticString, text: String = "") {
        self.init(name, content: text.isEmpty ? [] : [.text(text)])
    }

    /// Creates an element with child elements.
    public init(_ name: StaticString, children: [any TwiMLElement]) {
        self.init(name, content: children.map(\.node))
    }

    /// Creates an element with text and elements in this order.
    public init(_ name: StaticString, content: [TwiMLNode]) {
        self.init(name: name.description, text: "", children: content)
    }

    /// A piece of text; white space counts.
    public static func text(_ text: String) -> Self {
        Self(name: nil, text: text, children: [])
    }

    /// Creates an element that says only its text, or, when there are parameters, both as elements.
    init(_ name: StaticString, text: String, as child: StaticString, with parameters: [Parameter]) {
        guard !parameters.isEmpty else {
            self.init(name, text: text)
            return
        }
        self.init(name, content: [TwiMLNode(child, text: text)] + parameters.map(\.node))
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
        self.set(name, value.map { Self.milliseconds($0) })
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

    /// Adds a decimal number, or nothing when there is no value.
    public mutating func set(_ name: StaticString, _ value: Double?) {
        self.set(name, value.map { "\($0)" })
    }

    /// Adds whole numbers separated by one blank, or nothing when the list is empty.
    public mutating func set(_ name: StaticString, _ values: [Int]) {
        guard !values.isEmpty else { return }
        self.set(name, values.map { String($0) }.joined(separator: " "))
    }

    /// Adds phrases separated by commas, or nothing when the list is empty.
    ///
    /// A phrase cannot contain a comma: it becomes a blank. Beyond `limit` phrases are left out.
    public mutating func set(_ name: StaticString, commaSeparated phrases: [String], limit: Int = .max) {
        guard !phrases.isEmpty else { return }
        self.surplusHints = max(0, phrases.count - limit)
        let written = phrases.prefix(limit).map { phrase in
            String(String.UnicodeScalarView(phrase.unicodeScalars.map { $0 == "," ? " " : $0 }))
        }
        self.set(name, written.joined(separator: ","))
    }

    /// Sets an attribute to this value, whether it is there or not.
    mutating func replace(_ name: String, with value: String) {
        self.attributes.removeAll { $0.name == name }
        self.attributes.append(Attribute(name: name, value: value))
    }

    /// The value of an attribute.
    func value(of name: String) -> String? {
        self.attributes.last { $0.name == name }?.value
    }

    /// The text of the element and of all elements in it, without markup.
    var plainText: String {
        self.name == nil ? self.text : self.children.map(\.plainText).joined()
    }

    static func milliseconds(_ duration: Duration) -> String {
        self.rounded(duration, toAttosecondsOf: 1_000_000_000_000_000)
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
