// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The shipped executable as a child process; it ends with this one.
final class ServerProcess {
    /// Why there is no server.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let output: URL
    private(set) var port = 0

    init(executable: String, folder: URL, environment: [String: String]) throws {
        self.output = folder.appending(path: "server.log")
        try Data().write(to: self.output)
        let log = try FileHandle(forWritingTo: self.output)
        self.process.executableURL = URL(filePath: executable)
        self.process.arguments = ["serve", "--host", "127.0.0.1", "--port", "0"]
        self.process.environment = environment
        self.process.standardOutput = log
        self.process.standardError = log
        try self.process.run()
    }

    /// Waits for the line that tells the port.
    func ready() async throws {
        for _ in 0..<600 {
            guard self.process.isRunning else { break }
            if let port = self.lines(with: "\"listening\"").compactMap({ $0["http.port"] as? String }).first {
                self.port = Int(port) ?? 0
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        let log = (try? String(contentsOf: self.output, encoding: .utf8)) ?? ""
        throw Failure(description: "the server did not start:\n\(log.suffix(2_000))")
    }

    /// The log's objects that contain a text.
    func lines(with text: String) -> [[String: Any]] {
        let log = (try? String(contentsOf: self.output, encoding: .utf8)) ?? ""
        return log.split(separator: "\n").filter { $0.contains(text) }.compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
        }
    }

    /// How often each message stands in the log, by level above notice.
    func complaints() -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in self.lines(with: "\"level\":\"warn") + self.lines(with: "\"level\":\"err") {
            counts["\(line["msg"] ?? "?")", default: 0] += 1
        }
        return counts
    }

    /// CPU seconds of the process so far, and its resident memory in bytes.
    func usage() -> (cpu: Double, memory: Int) {
        let stat = (try? String(contentsOfFile: "/proc/\(self.process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Int(fields[21])
        else { return (0, 0) }
        return ((user + system) / 100, pages * 4_096)
    }

    func stop() {
        self.process.terminate()
        self.process.waitUntilExit()
    }
}
