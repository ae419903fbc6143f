// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

/// Every call is a socket, so the number of open files bounds the number of calls.
enum OpenFiles {
    /// Files that are no connections: the store, the log, event loops.
    private static var reserved: Int { 64 + 4 * ProcessInfo.processInfo.activeProcessorCount }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }

    /// The soft and the hard limit; `nil` if the system does not tell.
    private static var limit: rlimit? {
        var limit = rlimit()
        return getrlimit(self.resource, &limit) == 0 ? limit : nil
    }

    /// How many connections may be open at once. A server that accepts more than it has files for does nothing else any
    /// more: the connection it cannot take stays ready to be taken.
    static var connectionLimit: Int {
        guard let limit = self.limit else { return Int.max }
        let files = Int(clamping: limit.rlim_cur)
        return max(files / 2, files - self.reserved)
    }

    /// Raises the soft limit to the hard one; most systems begin with 1,024.
    static func raiseLimit(logger: Logger) {
        guard var limit = self.limit else { return }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        if setrlimit(self.resource, &limit) != 0 { limit.rlim_cur = before }
        logger.debug("open files", metadata: ["files.limit": "\(limit.rlim_cur)"])
    }
}
