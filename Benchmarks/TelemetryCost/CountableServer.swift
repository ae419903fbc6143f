// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The shipped executable, made fit for valgrind 3.19: the debug information of Swift 6 ends it, and so does the constant
/// mask with which libdispatch calls `sigsuspend`, into which it writes. The code that is counted is the same.
struct CountableServer {
    /// Why it could not be made.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What libdispatch calls in place of the C library's function: the same, with a mask that may be written to.
    private static let shim = """
        #include <signal.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        int sigsuspend(const sigset_t *mask) { sigset_t copy = *mask; return syscall(SYS_rt_sigsuspend, &copy, 8); }

        """

    /// The executable without debug information.
    let executable: String
    /// What starts it, with the arguments before the executable.
    let launcher = ["/usr/bin/valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    /// What it needs besides its settings.
    let environment: [String: String]

    /// Makes it in a folder.
    init(_ executable: String, in folder: URL) throws {
        let (stripped, library) = (
            folder.appending(path: "switchboard").path(), folder.appending(path: "shim.so").path()
        )
        let source = folder.appending(path: "shim.c")
        try Data(Self.shim.utf8).write(to: source)
        try Self.run("/usr/bin/strip", ["--strip-debug", "-o", stripped, executable])
        try Self.run("/usr/bin/cc", ["-shared", "-fPIC", "-O1", "-o", library, source.path()])
        self.executable = stripped
        self.environment = ["LD_PRELOAD": library]
    }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        guard FileManager.default.isExecutableFile(atPath: tool) else {
            throw Failure(description: "\(tool) is missing: apt-get install valgrind binutils gcc")
        }
        let process = try Process.run(URL(filePath: tool), arguments: arguments)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(tool) failed with status \(process.terminationStatus)")
        }
    }
}
