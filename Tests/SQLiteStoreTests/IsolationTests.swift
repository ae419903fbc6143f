// SPDX-License-Identifier: Apache-2.0

import CallCore
import SQLiteStore
import Testing

/// An actor that awaits the store is itself again afterwards. Only an optimised build ever got that wrong:
/// `swift test -c release`.
@Suite struct IsolationTests {
    private actor Caller {
        func useEverything(of store: SQLiteStore, _ event: CallEvent) async throws -> Int {
            let stored = try await store.append([event])
            self.preconditionIsolated()
            _ = try await store.call(event.call)
            self.preconditionIsolated()
            _ = try await store.calls(CallQuery())
            self.preconditionIsolated()
            _ = try await store.events(of: event.call)
            self.preconditionIsolated()
            _ = try await store.transcript(of: event.call)
            self.preconditionIsolated()
            try await store.ping()
            self.preconditionIsolated()
            try await store.close()
            self.preconditionIsolated()
            return stored.count
        }
    }

    @Test func comesBackToTheActorThatAsked() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            var script = CallEvents()
            let count = try await Caller().useEverything(of: store, script.received())
            #expect(count == 1)
        }
    }
}
