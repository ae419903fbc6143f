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
        var parameters = FormParameters()
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
            if end > start {
                guard parameters.count < self.maximumFields else {
                    throw TwilioError(.limitExceeded, "The form has more fields than allowed.")
                }
                try parameters.append(self.field(bytes[start..<end]))
            }
            start = end + 1
        }
        return parameters
    }

    /// Reads a query string, without its `?`; fails like ``decode(_:)-([UInt8])``.
    public func decode(_ query: some StringProtocol) throws(TwilioError) -> FormParameters {
        try self.decode(Array(query.utf8))
    }

    private func field(_ bytes: ArraySlice<UInt8>) throws(TwilioError) -> FormParameters.Field {
        guard let separator = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            return FormParameters.Field(name: try self.text(bytes), value: "")
        }
        return FormParameters.Field(
            name: try self.text(bytes[..<separator]),
            value: try self.text(bytes[(separator + 1)...])
        )
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(TwilioError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
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
        // Overlong forms and encoded surrogates are invalid UTF-8 and end here too.
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw TwilioError(.malformedForm, "The form has a field that is not UTF-8.")
        }
        return text
    }
}
