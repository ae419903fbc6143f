// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file of zeros beside the database that is given up when the disk is full, so that there is room to make room:
/// emptying the log and erasing what is delivered need some themselves.
struct DiskReserve {
    private let path: String
    private let bytes: Int

    init(of database: String, bytes: Int) {
        self.path = database + "-reserve"
        self.bytes = bytes
    }

    /// Takes the room if the disk has it, and tells whether it is held now.
    func hold() -> Bool {
        if SQLiteFile.size(of: self.path) >= self.bytes { return true }
        guard Self.freeBytes(near: self.path) > self.bytes else { return false }
        do {
            try Data(repeating: 0, count: self.bytes).write(to: URL(fileURLWithPath: self.path))
            return true
        } catch {
            // It is for a day that may never come; the disk's state shows where it matters, at the next append.
            self.release()
            return false
        }
    }

    /// How much room there is on the disk of a file.
    static func freeBytes(near path: String) -> Int {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        // A disk that does not tell has none, as far as anybody knows.
        let free = try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? UInt64
        return Int(clamping: free ?? 0)
    }

    /// Gives the room up.
    func release() {
        // There is nothing to give up then.
        try? FileManager.default.removeItem(atPath: self.path)
    }
}
