// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// A store that several servers share, as a server opens, asks and closes it.
package protocol SharedCallKeeper: CallStore {
    /// Which tables the store has. Throws ``CallCore/StoreError`` when it cannot be asked.
    func probe() async throws -> SchemaState

    /// Gives connections back; everything later is `.unavailable`.
    func close() async
}

extension RemoteCallStore: SharedCallKeeper {}
