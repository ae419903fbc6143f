// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

/// What a crash leaves on the disk: an image of the server's memory, with its keys, callers' numbers and what they said.
enum CoreDumps {
    /// What of the memory is in an image, as bits (core(5)); Linux.
    private static let filter = "/proc/self/coredump_filter"

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_CORE.rawValue) }

    /// Switches them off for the rest of this process, or says that they are on.
    static func set(allowed: Bool, logger: Logger) {
        guard !allowed else {
            logger.warning("core dumps are on", metadata: ["advice": "set CORE_DUMPS=off once the fault is found"])
            return
        }
        do {
            try self.forbid()
        } catch {
            logger.warning("core dumps could not be switched off", metadata: ["error": "\(error)"])
        }
    }

    /// No image is written to a file. Programs that take images through a pipe, such as systemd-coredump and apport, do
    /// not heed that limit; what they get has none of the memory.
    private static func forbid() throws {
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(self.resource, &limit) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM) }
        // Kernels that write no images at all have no such file.
        guard FileManager.default.fileExists(atPath: self.filter) else { return }
        let file = try FileHandle(forWritingTo: URL(filePath: self.filter))
        try file.write(contentsOf: Data("0".utf8))
        try file.close()
    }
}
