// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The shipped executable as a child process; it ends with this one.
package final class ServerProcess {
    /// Why there is no server.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let process = Process()
    private let output: URL
    package private(set) var port = 0

    /// Starts it, perhaps by another program (`launcher`, with its arguments); its log goes to a file in the folder.
    package init(
        executable: String,
        folder: URL,
        environment: [String: String],
        port: Int = 0,
        launcher: [String] = []
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.output = folder.appending(path: "server-\(UUID().uuidString.prefix(8)).log")
        try Data().write(to: self.output)
        let log = try FileHandle(forWritingTo: self.output)
        let command = launcher + [executable, "serve", "--host", "127.0.0.1", "--port", "\(port)"]
        self.process.executableURL = URL(filePath: command[0])
        self.process.arguments = Array(command.dropFirst())
        self.process.environment = environment
        self.process.standardOutput = log
        self.process.standardError = log
        try self.process.run()
    }

    /// Waits for the line that tells the port.
    package func ready() async throws {
        for _ in 0..<2_400 {
            guard self.process.isRunning else { break }
            if let port = self.lines(with: "\"listening\"").compactMap({ $0["http.port"] as? String }).first {
                self.port = Int(port) ?? 0
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "the server did not start:\n\(self.log.suffix(2_000))")
    }

    package var log: String { (try? String(contentsOf: self.output, encoding: .utf8)) ?? "" }

    /// The log's objects that contain a text.
    package func lines(with text: String) -> [[String: Any]] {
        self.log.split(separator: "\n").filter { $0.contains(text) }.compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
        }
    }

    /// How often each message stands in the log, by level above notice.
    package func complaints() -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in self.lines(with: "\"level\":\"warn") + self.lines(with: "\"level\":\"err")
            + self.lines(with: "\"level\":\"crit")
        {
            counts["\(line["msg"] ?? "?")", default: 0] += 1
        }
        return counts
    }

    /// CPU seconds of the process so far, its resident memory in bytes and its open files.
    package func usage() -> (cpu: Double, memory: Int, files: Int) {
        let folder = "/proc/\(self.process.processIdentifier)"
        let stat = (try? String(contentsOfFile: "\(folder)/stat", encoding: .utf8)) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Int(fields[21])
        else { return (0, 0, 0) }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd"))?.count ?? 0
        return ((user + system) / 100, pages * 4_096, files)
    }

    /// Sends a signal; returns at once.
    package func signal(_ number: Int32) { Foundation.kill(self.process.processIdentifier, number) }

    /// SIGTERM; returns at once.
    package func terminate() { self.process.terminate() }

    /// SIGKILL; returns when it is gone.
    package func kill() {
        Foundation.kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
    }

    /// Waits until it has ended by itself, without holding a thread; `nil` if it does not within so many seconds.
    package func exitCode(within seconds: Int) async throws -> Int32? {
        for _ in 0..<(seconds * 20) {
            guard self.process.isRunning else { return self.process.terminationStatus }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    /// SIGTERM; returns when it is gone.
    package func stop() {
        self.process.terminate()
        self.process.waitUntilExit()
    }
}
