// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore

/// What the store did not do, as one line and an exit code.
enum StoreFailure {
    /// The value of some work with the store; when it fails, why is printed and the command ends.
    static func explained<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as StoreError {
            Console().complain("The store cannot be used: \(error)")
            throw CommandExit.unavailable
        }
    }
}
