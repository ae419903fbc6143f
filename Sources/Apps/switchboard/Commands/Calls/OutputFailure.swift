// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// Why something could not be written.
struct OutputFailure: Error {
    /// One sentence that names the file.
    let message: String
    /// Whether nobody reads any more.
    let isClosedPipe: Bool

    init(_ path: String, _ error: any Error) {
        self.message = "\(path) cannot be written: \(error)"
        self.isClosedPipe = (error as? Errno) == .brokenPipe
    }

    init(_ message: String) {
        self.message = message
        self.isClosedPipe = false
    }
}
