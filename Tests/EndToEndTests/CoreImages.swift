// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Images of memory that programs leave when they crash.
enum CoreImages {
    /// The option of the shell's `ulimit` without which there are none.
    static let unlimited = "-c unlimited"
    /// What changes limits of other processes.
    static let prlimit = "/usr/bin/prlimit"

    /// Whether a program that crashes leaves one in the folder it runs in; elsewhere nobody could look for it.
    static let areWritten: Bool = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-core-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let crashing = Process()
        crashing.executableURL = URL(filePath: "/bin/sh")
        crashing.arguments = ["-c", "ulimit \(unlimited) && kill -ABRT $$"]
        crashing.currentDirectoryURL = folder
        guard FileManager.default.isExecutableFile(atPath: prlimit),
            (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil,
            (try? crashing.run()) != nil
        else { return false }
        crashing.waitUntilExit()
        return (try? all(in: folder))?.isEmpty == false
    }()

    /// Those in a folder.
    static func all(in folder: URL) throws -> [Data] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("core") }
            .map { try Data(contentsOf: $0, options: .mappedIfSafe) }
    }

    /// Lifts the limit of a process that runs; returns the status of the program that does it.
    static func lift(limitOf process: Int32) throws -> Int32 {
        let lifting = Process()
        lifting.executableURL = URL(filePath: self.prlimit)
        lifting.arguments = ["--pid", "\(process)", "--core=unlimited:unlimited"]
        try lifting.run()
        lifting.waitUntilExit()
        return lifting.terminationStatus
    }
}
