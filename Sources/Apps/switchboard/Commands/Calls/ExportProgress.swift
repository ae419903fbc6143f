// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Shows on a terminal how far an export is; elsewhere it says nothing.
final class ExportProgress: Sendable {
    private let isShown: Bool
    private let shown = Mutex(false)

    init(isShown: Bool = isatty(STDERR_FILENO) == 1) {
        self.isShown = isShown
    }

    func show(_ calls: Int) {
        guard self.isShown else { return }
        self.shown.withLock { $0 = true }
        FileHandle.standardError.write(Data("\r\(calls) calls".utf8))
    }

    /// Clears the line.
    func finish() {
        let wasShown = self.shown.withLock { shown in
            defer { shown = false }
            return shown
        }
        if wasShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
