// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Images of memory that programs leave when they crash.
enum CoreImages {
    /// The option of the shell's `ulimit` without which there are none.
    static let unlimited = "-c unlimited"
    /// What changes limits of other processes.
    static let prlimit = "/usr/bin/prlimit"

    /// Whether a program that crashes leaves one in the folder it runs in; elsewhere nobody could look for it.
    static func areWritten() async throws -> Bool {
        guard FileManager.default.isExecutableFile(atPath: self.prlimit) else { return false }
        let shell = URL(filePath: "/bin/sh")
        let crashing = try Executable.start(["-c", "kill -ABRT $$"], limit: self.unlimited, program: shell)
        _ = await crashing.status()
        return try !self.all(in: crashing.folder).isEmpty
    }

    /// Those in a folder.
    static func all(in folder: URL) throws -> [Data] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("core") }
            .map { try Data(contentsOf: $0, options: .mappedIfSafe) }
    }

    /// Lifts the limit of a process that runs; returns the status of the program that does it.
    static func lift(limitOf process: Int32) async throws -> Int32 {
        let arguments = ["--pid", "\(process)", "--core=unlimited:unlimited"]
        return await (try Executable.start(arguments, program: URL(filePath: self.prlimit))).status()
    }
}
