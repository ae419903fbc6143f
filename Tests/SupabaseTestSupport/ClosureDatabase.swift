// SPDX-License-Identifier: Apache-2.0

/// Functions written in Swift, for what needs no SQL.
package struct ClosureDatabase: SimulatedDatabase {
    package typealias Body = @Sendable (_ function: String, _ argument: [UInt8]) async throws -> SimulatedRows

    private let names: Set<String>
    private let body: Body

    package init(_ names: Set<String> = ["switchboard_version", "switchboard_append"], _ body: @escaping Body) {
        self.names = names
        self.body = body
    }

    /// Answers every call with the argument.
    package static let echo = Self { _, argument in .value(argument) }

    package func functions() async throws -> Set<String> { self.names }

    package func call(
        _ function: String,
        argument: [UInt8],
        role: String,
        isReadOnly: Bool
    ) async throws -> SimulatedRows {
        guard role == "service_role" else {
            throw SimulatedError("42501", "permission denied for function \(function)")
        }
        return try await self.body(function, argument)
    }
}
