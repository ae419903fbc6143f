// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How much room the file system of a folder has left for this user.
struct DiskSpace: Sendable {
    /// The file system did not say.
    struct Unknown: Error, CustomStringConvertible {
        let number: CInt
        var description: String { "The file system does not say how much is free (error \(self.number))." }
    }

    private static let gauge = Gauge(label: "switchboard_disk_free_bytes")

    let folder: String
    /// Free bytes below which it is degraded.
    let warning: Int
    /// Free bytes below which it counts as full; 0 never does.
    let minimum: Int

    /// Asks the file system, on a thread that may be held up.
    func look() async throws -> HealthFinding {
        let folder = self.folder
        let free = try await NIOThreadPool.singleton.runIfActive { try Self.free(folder) }
        Self.gauge.record(free)
        return self.finding(free)
    }

    /// What so many free bytes mean.
    func finding(_ free: Int) -> HealthFinding {
        let text = "\(free >> 20) MiB free"
        if free < self.minimum { return HealthFinding(.down, "\(text), fewer than the \(self.minimum >> 20) needed.") }
        return HealthFinding(free < self.warning ? .degraded : .up, text)
    }

    /// Free bytes for a user without privileges (statvfs(3)).
    static func free(_ folder: String) throws(Unknown) -> Int {
        var space = statvfs()
        guard statvfs(folder, &space) == 0 else { throw Unknown(number: errno) }
        let (bytes, overflow) = Int(clamping: space.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: space.f_frsize)
        )
        return overflow ? .max : bytes
    }
}
