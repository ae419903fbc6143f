// SPDX-License-Identifier: Apache-2.0

/// Names and values in the order they came, repeated names included.
///
/// Names are compared byte by byte. Swift's own `==` on strings takes two spellings of `é` for one, which would let two
/// different fields collapse into one and so break, or worse forge, a signature.
///
/// ```swift
/// let form = try FormDecoder().decode(body)
/// let digits = form["Digits"]
/// ```
public struct FormParameters: Sendable {
    /// One name with one value, decoded.
    public struct Field: Sendable {
        /// The decoded name.
        public var name: String
        /// The decoded value; may be empty.
        public var value: String

        /// Creates a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    private var fields: [Field]

    /// Creates a list of fields.
    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// The first value of this name.
    public subscript(name: String) -> String? {
        self.fields.first { Self.isSame($0.name, name) }?.value
    }

    /// All values of this name, in order.
    public func values(of name: String) -> [String] {
        self.fields.filter { Self.isSame($0.name, name) }.map(\.value)
    }

    /// The lengths first: they tell most names apart.
    private static func isSame(_ name: String, _ other: String) -> Bool {
        name.utf8.count == other.utf8.count && name.utf8.elementsEqual(other.utf8)
    }

    /// Adds a field at the end.
    public mutating func append(_ field: Field) {
        self.fields.append(field)
    }

    /// Adds a field at the end.
    public mutating func append(_ name: String, _ value: String) {
        self.fields.append(Field(name: name, value: value))
    }
}

extension FormParameters: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { self.fields.startIndex }
    /// The number of fields.
    public var endIndex: Int { self.fields.endIndex }

    /// The field at a position.
    public subscript(position: Int) -> Field { self.fields[position] }
}

extension FormParameters: ExpressibleByDictionaryLiteral {
    /// Creates a list in the order of the literal; names may repeat.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field(name: $0.0, value: $0.1) })
    }
}

extension FormParameters.Field: Equatable {
    /// Whether names and values have the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8) && left.value.utf8.elementsEqual(right.value.utf8)
    }
}

extension FormParameters: Equatable {}
