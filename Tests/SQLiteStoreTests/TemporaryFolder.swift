// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder that is gone after the test.
struct TemporaryFolder {
    let url: URL

    func path(_ name: String) -> String { self.url.appendingPathComponent(name).path }

    static func with<Value>(_ body: (TemporaryFolder) async throws -> Value) async throws -> Value {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("switchboard-\(UUID().uuidString)")
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
