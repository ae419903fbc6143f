// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

/// Every call is a socket, so the number of open files bounds the number of calls.
enum OpenFiles {
    /// Raises the soft limit to the hard one; most systems begin with 1,024.
    static func raiseLimit(logger: Logger) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        if setrlimit(resource, &limit) != 0 { limit.rlim_cur = before }
        logger.debug("open files", metadata: ["files.limit": "\(limit.rlim_cur)"])
    }
}
