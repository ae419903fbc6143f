// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A query's parameters as libpq takes them: arrays of pointers into one block of memory.
struct ParameterBlock: Sendable {
    /// The most parameters a query can have: their number is sent in 16 bits.
    static let limit = 65_535
    /// The largest parameter: PostgreSQL's largest field is 1 GB.
    static let largest = (1 << 30) - 1

    /// Every value with a zero byte behind it, which libpq needs behind text.
    private let bytes: [UInt8]
    /// Where each value begins; `nil` for NULL.
    private let starts: [Int?]
    private let lengths: [Int32]
    private let formats: [Int32]
    private let types: [UInt32]

    /// How many there are.
    var count: Int { self.starts.count }

    init(_ parameters: [PostgresParameter]) throws(PostgresError) {
        guard parameters.count <= Self.limit else {
            throw PostgresError(.invalidParameter, "\(parameters.count) parameters, \(Self.limit) can be sent.")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parameters.reduce(0) { $0 + ($1.bytes?.count ?? 0) + 1 })
        var starts: [Int?] = []
        for (index, parameter) in parameters.enumerated() {
            if parameter.format == .text, parameter.bytes?.contains(0) == true {
                throw PostgresError(.invalidParameter, "Parameter $\(index + 1) is text with a zero byte in it.")
            }
            guard parameter.bytes?.count ?? 0 <= Self.largest else {
                throw PostgresError(.invalidParameter, "Parameter $\(index + 1) is larger than a field can be.")
            }
            starts.append(parameter.bytes.map { _ in bytes.count })
            bytes += parameter.bytes ?? []
            bytes.append(0)
        }
        self.bytes = bytes
        self.starts = starts
        self.lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        self.formats = parameters.map(\.format.rawValue)
        self.types = parameters.map(\.type)
    }

    /// Lends the arrays in libpq's order: types, values, lengths, formats.
    func withPointers<Value>(
        _ body: (
            UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Value
    ) -> Value {
        self.bytes.withUnsafeBytes { memory in
            let base = memory.bindMemory(to: CChar.self).baseAddress
            let values = self.starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return values.withUnsafeBufferPointer { values in
                self.types.withUnsafeBufferPointer { types in
                    self.lengths.withUnsafeBufferPointer { lengths in
                        self.formats.withUnsafeBufferPointer { formats in
                            body(types.baseAddress, values.baseAddress, lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }
}
#endif
