// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A disk of a few megabytes in memory, for those who may mount one (Linux, root).
struct SmallDisk {
    let folder: String

    static let isAvailable: Bool = {
        do {
            try Self.mounted(at: Self.newFolder(), megabytes: 1) { _ in }
            return true
        } catch {
            return false
        }
    }()

    static func with<Value>(megabytes: Int, _ body: (SmallDisk) async throws -> Value) async throws -> Value {
        let folder = try Self.newFolder()
        try Self.mount(folder, megabytes)
        defer { Self.unmount(folder) }
        return try await body(SmallDisk(folder: folder))
    }

    var path: String { self.folder + "/calls.db" }

    /// Writes a file until there is no room for another block.
    func fill() throws {
        let descriptor = open(self.folder + "/ballast", O_CREAT | O_WRONLY | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw POSIXError(.EIO) }
        defer { close(descriptor) }
        for size in [65_536, 4_096, 1] {
            let bytes = [UInt8](repeating: 1, count: size)
            while write(descriptor, bytes, size) == size {}
        }
    }

    /// Takes that file away.
    func empty() throws {
        try FileManager.default.removeItem(atPath: self.folder + "/ballast")
    }

    private static func newFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func mounted(at folder: String, megabytes: Int, _ body: (String) throws -> Void) throws {
        try Self.mount(folder, megabytes)
        defer { Self.unmount(folder) }
        try body(folder)
    }

    private static func mount(_ folder: String, _ megabytes: Int) throws {
        #if canImport(Glibc)
        let code = "size=\(megabytes)m".withCString { Glibc.mount("tmpfs", folder, "tmpfs", 0, $0) }
        guard code == 0 else {
            try FileManager.default.removeItem(atPath: folder)
            throw POSIXError(.EPERM)
        }
        #else
        throw POSIXError(.ENOTSUP)
        #endif
    }

    private static func unmount(_ folder: String) {
        #if canImport(Glibc)
        umount2(folder, Int32(MNT_DETACH))
        #endif
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("\(folder) could not be removed: \(error)")
        }
    }
}
