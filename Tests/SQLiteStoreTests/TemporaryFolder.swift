// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder that is gone after the test.
struct TemporaryFolder {
    let url: URL

    func path(_ name: String) -> String { self.url.appendingPathComponent(name).path }

    /// A folder in memory where the system has one: for tests that open and close files thousands of times.
    static func inMemory<Value>(_ body: (TemporaryFolder) async throws -> Value) async throws -> Value {
        let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        return try await Self.with(isThere ? memory : FileManager.default.temporaryDirectory, body)
    }

    static func with<Value>(_ body: (TemporaryFolder) async throws -> Value) async throws -> Value {
        try await Self.with(FileManager.default.temporaryDirectory, body)
    }

    private static func with<Value>(
        _ parent: URL,
        _ body: (TemporaryFolder) async throws -> Value
    ) async throws -> Value {
        let url = parent.appendingPathComponent("switchboard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer {
            do {
                try FileManager.default.removeItem(at: url)
            } catch {
                print("\(url.path) could not be removed: \(error)")
            }
        }
        return try await body(TemporaryFolder(url: url))
    }
}
