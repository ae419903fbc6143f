// SPDX-License-Identifier: Apache-2.0

/// Reads `application/x-www-form-urlencoded` bytes, strictly and within bounds.
///
/// A signature covers the decoded fields, so nothing is repaired: a broken escape or a name or value that is not UTF-8
/// is an error, not a guess. See <https://url.spec.whatwg.org/#application/x-www-form-urlencoded>.
public struct FormDecoder: Sendable {
    /// The largest input, in bytes.
    public var maximumBytes: Int
    /// The largest number of fields.
    public var maximumFields: Int

    /// Creates a decoder with limits; a voice webhook has about 30 fields and, with a STIR passport, up to 8 kB.
    public init(maximumBytes: Int = 131_072, maximumFields: Int = 1_000) {
        self.maximumBytes = maximumBytes
        self.maximumFields = maximumFields
    }

    /// Reads a body.
    ///
    /// Fails with ``TwilioError/Code/limitExceeded`` or ``TwilioError/Code/malformedForm``.
    public func decode(_ bytes: [UInt8]) throws(TwilioError) -> FormParameters {
        guard bytes.count <= self.maximumBytes else {
            throw TwilioError(.limitExceeded, "The form has more bytes than allowed.")
        }
        return try bytes.withUnsafeBufferPointer { bytes throws(TwilioError) in try self.fields(bytes) }
    }

    /// Reads a query string, without its `?`; fails like ``decode(_:)-([UInt8])``.
    public func decode(_ query: some StringProtocol) throws(TwilioError) -> FormParameters {
        try self.decode(Array(query.utf8))
    }

    private func fields(_ bytes: UnsafeBufferPointer<UInt8>) throws(TwilioError) -> FormParameters {
        var fields: [FormParameters.Field] = []
        var scratch: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let end = Self.position(of: UInt8(ascii: "&"), in: bytes, from: start, to: bytes.count)
            if end > start {
                guard fields.count < self.maximumFields else {
                    throw TwilioError(.limitExceeded, "The form has more fields than allowed.")
                }
                let separator = Self.position(of: UInt8(ascii: "="), in: bytes, from: start, to: end)
                let name = try Self.text(bytes[start..<separator], &scratch)
                let value = try Self.text(bytes[min(separator + 1, end)..<end], &scratch)
                fields.append(FormParameters.Field(name: name, value: value))
            }
            start = end + 1
        }
        return FormParameters(fields)
    }

    private static func position(
        of byte: UInt8,
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to end: Int
    ) -> Int {
        var index = start
        while index < end, bytes[index] != byte {
            index += 1
        }
        return index
    }

    private static func text(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>,
        _ decoded: inout [UInt8]
    ) throws(TwilioError) -> String {
        // Most names and many values are as they will be: they are checked where they are.
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return try self.validated(String(validating: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self))
        }
        decoded.removeAll(keepingCapacity: true)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard bytes.endIndex - index > 2,
                    let high = Hexadecimal.value(of: bytes[index + 1]),
                    let low = Hexadecimal.value(of: bytes[index + 2])
                else { throw TwilioError(.malformedForm, "The form has a broken percent escape.") }
                decoded.append(high << 4 | low)
                index += 2
            case let byte:
                decoded.append(byte)
            }
            index += 1
        }
        return try self.validated(String(validating: decoded, as: UTF8.self))
    }

    /// Overlong forms and encoded surrogates are invalid UTF-8 and end here too.
    private static func validated(_ text: String?) throws(TwilioError) -> String {
        guard let text else { throw TwilioError(.malformedForm, "The form has a field that is not UTF-8.") }
        return text
    }
}
