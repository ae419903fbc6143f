// SPDX-License-Identifier: Apache-2.0

/// A promise that an implementation did not keep.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
    /// What was expected and what came instead.
    public let description: String

    /// Creates a failure.
    public init(_ description: String) {
        self.description = description
    }

    static func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        guard condition else { throw ConformanceFailure(message()) }
    }

    static func requireEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
        guard found == expected else {
            throw ConformanceFailure("\(what): expected \(Self.short(expected)), found \(Self.short(found))")
        }
    }

    private static func short(_ value: some Any) -> String {
        let text = "\(value)"
        return text.count > 400 ? "\(text.prefix(400))… (\(text.utf8.count) bytes)" : text
    }
}
