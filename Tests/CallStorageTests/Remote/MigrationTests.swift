// SPDX-License-Identifier: Apache-2.0

import CallStorage
import Foundation
import Testing

@Suite struct MigrationTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../supabase/migrations").standardized

    @Test func theProgramHoldsTheFilesByteForByte() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(names == Migration.all.map(\.file))
        for migration in Migration.all {
            let file = try Data(contentsOf: Self.folder.appendingPathComponent(migration.file))
            #expect(Array(migration.sql.utf8) == Array(file), "run scripts/embed-migrations")
        }
    }

    @Test func theHistoryGoesForward() {
        let versions = Migration.all.map(\.version)
        #expect(versions == versions.sorted())
        #expect(Set(versions).count == versions.count)
        #expect(versions.allSatisfy { $0.count == 14 && $0.allSatisfy(\.isNumber) })
        #expect(Migration.all.map(\.schema) == Migration.all.map(\.schema).sorted())
        #expect(Migration.all.last?.schema == Migration.schemaVersion)
        #expect(Migration.all.allSatisfy { $0.name.hasPrefix("switchboard") })
    }

    /// Supabase's command runs a file as one transaction of its own.
    @Test func noFileBeginsOrEndsATransaction() throws {
        for migration in Migration.all {
            for line in migration.sql.lowercased().split(separator: "\n") {
                let words = line.split { !$0.isLetter && $0 != "_" }
                #expect(!words.contains("concurrently"))
                #expect(!words.contains("commit"))
                #expect(!line.contains("begin;") && !line.contains("start transaction"))
            }
        }
    }

    /// PostgREST before version 16 repeats a function that raises one of these for ever.
    @Test func noFunctionRaisesWhatIsRepeatedForEver() {
        for migration in Migration.all {
            let raised = migration.sql.components(separatedBy: "errcode = '").dropFirst().map { $0.prefix(5) }
            #expect(!raised.contains("40001"))
            #expect(!raised.contains("40P01"))
        }
    }
}
