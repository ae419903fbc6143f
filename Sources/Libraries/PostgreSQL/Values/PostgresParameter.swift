// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A value for a `$1` of a query.
///
/// ```swift
/// try await pool.query("insert into notes values ($1, $2, $3)", [.text(name), .bytes(photo), nil])
/// ```
/// The server finds out each parameter's type from the query. Write a cast (`$1::jsonb`) where it cannot.
public struct PostgresParameter: Sendable, Hashable {
    /// The bytes, or `nil` for NULL.
    let bytes: [UInt8]?
    /// How they are to be read.
    let format: PostgresFormat
    /// The type's object id; 0 lets the server find it out.
    let type: UInt32

    /// NULL.
    public static let null = PostgresParameter(bytes: nil, format: .text, type: 0)

    /// A value as SQL writes it. It must not have a zero byte in it, which PostgreSQL's text cannot hold.
    public static func text(_ value: String) -> Self { Self(bytes: Array(value.utf8), format: .text, type: 0) }

    /// A value as SQL writes it, as UTF-8: JSON for instance. It must not have a zero byte in it.
    public static func utf8(_ value: [UInt8]) -> Self { Self(bytes: value, format: .text, type: 0) }

    /// Any bytes, of the type `bytea`.
    public static func bytes(_ value: [UInt8]) -> Self { Self(bytes: value, format: .binary, type: 17) }

    /// A value in the server's binary format, of the type with this object id.
    public static func binary(_ value: [UInt8], type: UInt32) -> Self {
        Self(bytes: value, format: .binary, type: type)
    }

    /// A whole number.
    public static func integer(_ value: Int) -> Self { .text(String(value)) }

    /// True or false.
    public static func boolean(_ value: Bool) -> Self { .text(value ? "t" : "f") }
}

extension PostgresParameter: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// True or false.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// NULL.
    public init(nilLiteral: ()) { self = .null }
}
#endif
