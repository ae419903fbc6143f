// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix

/// A program that a test needs beside it, such as a proxy: it ends with the test, and by itself after a while if the test
/// cannot end it any more.
package final class LimitedProcess {
    /// Why there is none.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    private let process = Process()
    private let pidFile: String

    /// Starts it; `folder` is there and takes a file of its own. It is ended after `lifetime` seconds.
    package init(_ path: String, _ arguments: [String], in folder: String, lifetime: Int = 120) throws {
        self.pidFile = "\(folder)/pid"
        self.process.executableURL = URL(filePath: "/usr/bin/env")
        // `timeout` ends it even if this process dies before it can.
        self.process.arguments =
            ["timeout", "-s", "KILL", "\(lifetime)", "/bin/sh", "-c", #"echo $$ >"$0"; exec "$@""#, self.pidFile, path]
            + arguments
        try self.process.run()
    }

    /// Ends it; returns when it is gone.
    package func stop() {
        // Children of a Swift process inherit blocked signals: it would never see a SIGTERM.
        let pid = try? String(contentsOfFile: self.pidFile, encoding: .utf8)
        if let pid = pid.flatMap({ Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) { kill(pid, SIGKILL) }
        self.process.waitUntilExit()
    }

    /// The first of these paths where a program is; `nil` where there is none, or `timeout` is missing.
    package static func installed(_ paths: [String]) -> String? {
        let isThere = FileManager.default.isExecutableFile
        guard ["/usr/bin/timeout", "/opt/homebrew/bin/timeout"].contains(where: isThere) else { return nil }
        return paths.first(where: isThere)
    }

    /// The port of a listener that is gone again.
    package static func freePort() async throws -> Int {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port
        try await listener.close().get()
        guard let port else { throw Failure("there is no free port") }
        return port
    }
}
