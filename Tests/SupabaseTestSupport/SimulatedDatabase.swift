// SPDX-License-Identifier: Apache-2.0

/// What stands behind the gateway: runs one function as a role.
package protocol SimulatedDatabase: Sendable {
    /// The functions there are in `public` with one argument of the name `argument`.
    func functions() async throws -> Set<String>

    /// Runs a function in a transaction of its own. Throws ``SimulatedError``.
    func call(_ function: String, argument: [UInt8], role: String, isReadOnly: Bool) async throws -> SimulatedRows
}
