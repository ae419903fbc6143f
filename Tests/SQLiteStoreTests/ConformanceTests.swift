// SPDX-License-Identifier: Apache-2.0

import CallCore
import SQLiteStore
import SwitchboardTesting
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: CallStoreConformance.checks)
    func theFileKeepsThePromise(_ check: CallStoreConformance.Check) async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: folder.path("calls.db"), durability: .normal))
            try await check.run(on: store)
            try await store.close()
        }
    }

    @Test(arguments: CallStoreConformance.checks)
    func memoryKeepsThePromise(_ check: CallStoreConformance.Check) async throws {
        try await check.run(on: InMemoryCallStore())
    }
}
