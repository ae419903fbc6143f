// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The built `switchboard`, run as a process with an environment of its own.
final class Executable: Sendable {
    /// What a process left behind.
    struct Run: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    private struct Waiter {
        let needle: String
        let count: Int
        let continuation: CheckedContinuation<String?, Never>

        func line(in text: String) -> String? {
            text.split(separator: "\n").lazy.filter { $0.contains(self.needle) }.dropFirst(self.count - 1).first
                .map(String.init)
        }
    }

    private struct Lines {
        var text = ""
        var waiters: [Waiter] = []
        var isOver = false
    }

    private let process = Process()
    /// Where it was started; removed at the end.
    let folder: URL
    private let lines = Mutex(Lines())
    private let output = Mutex("")
    private let exit: AsyncStream<Int32>
    /// Of standard output and standard error, an element each.
    private let ends: AsyncStream<Void>

    private init(
        _ arguments: [String],
        environment: [String: String],
        limit: String? = nil,
        program: URL? = nil
    ) throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-run-\(UUID())")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let (exit, announce) = AsyncStream.makeStream(of: Int32.self)
        self.exit = exit
        let (ends, announceEnd) = AsyncStream.makeStream(of: Void.self)
        self.ends = ends
        let program = program ?? Self.binary
        if let limit {
            self.process.executableURL = URL(filePath: "/bin/sh")
            self.process.arguments =
                ["-c", #"ulimit \#(limit) && exec "$0" "$@""#, program.path()] + arguments
        } else {
            self.process.executableURL = program
            self.process.arguments = arguments
        }
        self.process.currentDirectoryURL = self.folder
        self.process.environment = ["PATH": "/usr/bin:/bin", "HOST": "127.0.0.1"].merging(environment) { $1 }
        self.process.terminationHandler = { process in
            announce.yield(process.terminationStatus)
            announce.finish()
        }
        self.read(self.pipe(\.standardOutput), end: announceEnd) { [weak self] text in
            self?.output.withLock { $0 += text }
        }
        self.read(self.pipe(\.standardError), end: announceEnd) { [weak self] text in self?.took(text) }
        try self.process.run()
    }

    deinit {
        // Not SIGTERM: a test that failed must not leave a server behind that waits for its calls.
        if self.process.isRunning { self.signal(SIGKILL) }
        try? FileManager.default.removeItem(at: self.folder)
    }

    /// Starts a process that goes on; with a limit of its own if one is given, as the shell's `ulimit` takes it (`-n 80`);
    /// of another program if one is given.
    static func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        limit: String? = nil,
        program: URL? = nil
    ) throws -> Executable {
        try Executable(arguments, environment: environment, limit: limit, program: program)
    }

    /// Runs a process to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Run {
        let executable = try Executable(arguments, environment: environment)
        let status = await executable.status()
        return Run(
            status: status,
            output: executable.output.withLock(\.self),
            errors: executable.lines.withLock(\.text)
        )
    }

    /// What it has written to standard error so far.
    var errors: String { self.lines.withLock(\.text) }

    /// What it has written to standard output so far.
    var printed: String { self.output.withLock(\.self) }

    /// The process's number.
    var processID: Int32 { self.process.processIdentifier }

    /// The exit code, once it has ended and all that it wrote was read. To be asked once.
    func status() async -> Int32 {
        var status: Int32 = -1
        for await code in self.exit { status = code }
        // The last bytes of the pipes may be read after the end of the process.
        var ends = self.ends.makeAsyncIterator()
        for _ in 0..<2 { await ends.next() }
        return status
    }

    /// Sends a signal to this process alone.
    func signal(_ signal: Int32) {
        kill(self.process.processIdentifier, signal)
    }

    /// Waits for a line on standard error.
    @discardableResult
    func waitForLine(containing needle: String) async throws -> String {
        try await self.waitForLines(1, containing: needle)
    }

    /// Waits for so many lines on standard error; returns the last of them.
    @discardableResult
    func waitForLines(_ count: Int, containing needle: String) async throws -> String {
        let line = await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
            let found = self.lines.withLock { lines -> String?? in
                let waiter = Waiter(needle: needle, count: count, continuation: continuation)
                if let line = waiter.line(in: lines.text) { return .some(line) }
                if lines.isOver { return .some(nil) }
                lines.waiters.append(waiter)
                return nil
            }
            if let found { continuation.resume(returning: found) }
        }
        guard let line else { throw CocoaError(.executableLoad) }
        return line
    }

    private func pipe(_ path: ReferenceWritableKeyPath<Process, Any?>) -> Pipe {
        let pipe = Pipe()
        self.process[keyPath: path] = pipe
        return pipe
    }

    /// Hands over what comes, and nothing once at the end. On a thread of its own, because Foundation's `readabilityHandler`
    /// on Linux is not called for the end when the last bytes came together with it.
    private func read(
        _ pipe: Pipe,
        end: AsyncStream<Void>.Continuation,
        _ take: @escaping @Sendable (String) -> Void
    ) {
        let reader = pipe.fileHandleForReading
        Thread.detachNewThread {
            var bytes = Data()
            while true {
                let more = reader.availableData
                bytes += more
                let whole = more.isEmpty ? bytes.count : Self.wholeCharacters(bytes)
                if whole > 0 { take(String(decoding: bytes.prefix(whole), as: UTF8.self)) }
                bytes = Data(bytes.dropFirst(whole))
                guard more.isEmpty else { continue }
                take("")
                end.yield()
                return
            }
        }
    }

    /// How many bytes there are before a character at the end that has not come wholly (RFC 3629, section 3).
    private static func wholeCharacters(_ bytes: Data) -> Int {
        guard let last = bytes.suffix(3).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes.count }
        let length =
            switch bytes[last] {
            case 0xF0...: 4
            case 0xE0...: 3
            case 0xC0...: 2
            default: 1
            }
        return last + length > bytes.endIndex ? last - bytes.startIndex : bytes.count
    }

    private func took(_ text: String) {
        let ready = self.lines.withLock { lines -> [(String?, CheckedContinuation<String?, Never>)] in
            lines.text += text
            lines.isOver = lines.isOver || text.isEmpty
            let isOver = lines.isOver
            let all = lines.text
            let ready = lines.waiters.map { ($0, $0.line(in: all)) }
            lines.waiters = isOver ? [] : ready.filter { $0.1 == nil }.map(\.0)
            return ready.filter { $0.1 != nil || isOver }.map { ($0.1, $0.0.continuation) }
        }
        for (line, continuation) in ready { continuation.resume(returning: line) }
    }

    /// Beside the test bundle.
    static var binary: URL {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path() != "/" {
            let candidate = folder.appending(path: "switchboard")
            if FileManager.default.isExecutableFile(atPath: candidate.path()) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return URL(filePath: ".build/debug/switchboard")
    }
}
