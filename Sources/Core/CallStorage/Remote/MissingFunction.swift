// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// The shared store does not know a function: nobody has created the tables, or they are older than this program.
package struct MissingFunction: Error, CustomStringConvertible {
    /// Its name.
    package let function: String

    package init(_ function: String) {
        self.function = function
    }

    package var description: String { "there is no function public.\(self.function)(jsonb)" }

    /// What callers are told.
    package var storeError: StoreError {
        StoreError(
            .unavailable,
            "the shared store has no tables of ours, or older ones; run `switchboard migrate`",
            cause: self
        )
    }
}
