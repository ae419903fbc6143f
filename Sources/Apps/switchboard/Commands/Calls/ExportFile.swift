// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage

/// A file that has its name only when it is whole, readable by its owner alone: it holds what callers said. Without a
/// path it is standard output.
struct ExportFile {
    private let path: String?
    private let part: String
    private let descriptor: FileDescriptor

    init(_ path: String?) throws {
        self.path = path
        self.part = (path ?? "") + ".part"
        guard path != nil else {
            // Whoever reads may have enough, such as `head`: that is an error to be seen and not the end by a signal.
            signal(SIGPIPE, SIG_IGN)
            self.descriptor = .standardOutput
            return
        }
        do {
            self.descriptor = try FileDescriptor.open(
                FilePath(self.part),
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw OutputFailure(self.part, error)
        }
    }

    func write(_ text: String) throws {
        do {
            _ = try self.descriptor.writeAll(text.utf8)
        } catch {
            throw OutputFailure(self.path ?? "standard output", error)
        }
    }

    /// Gives the file its name.
    func finish() throws {
        guard let path = self.path else { return }
        do {
            try self.descriptor.close()
        } catch {
            throw OutputFailure(path, error)
        }
        guard rename(self.part, path) == 0 else { throw OutputFailure(path, Errno(rawValue: errno)) }
    }

    /// Leaves nothing behind that could be taken for a whole export.
    func discard() {
        guard self.path != nil else { return }
        // Closed already when the renaming failed; the descriptor is not used again either way.
        try? self.descriptor.close()
        unlink(self.part)
    }
}
