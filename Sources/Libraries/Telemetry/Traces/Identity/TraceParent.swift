// SPDX-License-Identifier: Apache-2.0

/// The field `traceparent` of W3C Trace Context: `00-TRACE-PARENT-FLAGS`, in lower-case hexadecimal digits.
///
/// See <https://www.w3.org/TR/trace-context/#traceparent-header>. Version ff is refused, and so are identifiers of zeros.
/// Of a version that is not known the parts of version 00 are read, if nothing or a hyphen follows them.
public enum TraceParent {
    /// The name of the field.
    public static let field = "traceparent"
    /// The bytes of version 00.
    private static let length = 55
    /// The flag of a trace that is recorded.
    private static let sampled: UInt64 = 1

    /// Reads a field; `nil` if it is malformed, and then a new trace begins.
    public static func parse(_ text: some StringProtocol) -> SpanContext? {
        let bytes = Array(text.utf8.prefix(self.length + 1))
        guard bytes.count >= self.length, [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let version = HexText.number(bytes[0..<2]), version != 0xff,
            let flags = HexText.number(bytes[53..<55]),
            let traceID = TraceID(String(decoding: bytes[3..<35], as: UTF8.self)),
            let spanID = SpanID(String(decoding: bytes[36..<52], as: UTF8.self))
        else { return nil }
        if bytes.count > self.length {
            guard version != 0, bytes[self.length] == UInt8(ascii: "-") else { return nil }
        }
        return SpanContext(
            traceID: traceID,
            spanID: spanID,
            isSampled: flags & self.sampled != 0,
            isRemote: true
        )
    }

    /// The field for a request that this span sends; version 00.
    public static func text(_ context: SpanContext) -> String {
        "00-\(context.traceID)-\(context.spanID)-\(context.isSampled ? "01" : "00")"
    }
}
