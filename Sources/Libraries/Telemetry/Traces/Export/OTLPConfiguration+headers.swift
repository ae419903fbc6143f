// SPDX-License-Identifier: Apache-2.0

extension OTLPConfiguration {
    /// Reads the fields of `OTEL_EXPORTER_OTLP_HEADERS`: `name=value`, separated by commas, values percent-encoded. Fails
    /// with ``TelemetryError/Code-swift.enum/invalidHeaders``, which does not repeat the text.
    public static func headers(_ text: String) throws(TelemetryError) -> [(name: String, value: String)] {
        guard let pairs = BaggageText.pairs(text), pairs.allSatisfy({ Self.isField($0.key, $0.value) }) else {
            throw TelemetryError(
                .invalidHeaders,
                "Fields for a collector are name=value, separated by commas, with percent-encoded values."
            )
        }
        return pairs.map { (name: $0.key, value: $0.value) }
    }

    /// A token and visible text (RFC 9110 section 5); those that HTTP itself sets are not to be given.
    private static func isField(_ name: String, _ value: String) -> Bool {
        let reserved = ["host", "content-length", "content-type", "transfer-encoding", "connection"]
        return !reserved.contains(name.lowercased())
            && name.utf8.allSatisfy { byte in
                (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") && byte >= 0x41)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            } && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}
