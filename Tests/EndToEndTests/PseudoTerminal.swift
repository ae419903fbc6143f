// SPDX-License-Identifier: Apache-2.0

import Foundation
import NginxTestSupport
import Testing

/// `switchboard` on a terminal of its own: a pty that Python holds, whose other side is this test.
struct PseudoTerminal: Sendable {
    /// SIGUSR1 makes the terminal narrow, SIGUSR2 presses Ctrl-C. What it shows goes to standard output; at the end
    /// standard error says whether its settings are the old ones and how the program ended.
    private static let script = """
        import fcntl, os, pty, select, signal, struct, sys, termios
        # Children of a Swift process inherit blocked signals, and so would the program on the terminal.
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        def resize(fd, rows, columns):
            fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        master, slave = pty.openpty()
        resize(slave, 24, 100)
        before = termios.tcgetattr(slave)
        child = os.fork()
        if child == 0:
            os.close(master)
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for fd in (0, 1, 2):
                os.dup2(slave, fd)
            os.execv(sys.argv[1], sys.argv[1:])
        signal.signal(signal.SIGUSR1, lambda *_: resize(master, 10, 30))
        signal.signal(signal.SIGUSR2, lambda *_: os.write(master, b"\\x03"))
        print("started", file=sys.stderr, flush=True)
        ended = False
        while True:
            ready, _, _ = select.select([master], [], [], 0.05)
            if ready:
                os.write(1, os.read(master, 65536))
            elif ended:
                break
            else:
                pid, status = os.waitpid(child, os.WNOHANG)
                ended = pid != 0
        same = termios.tcgetattr(slave) == before
        print("settings same" if same else "settings changed", file=sys.stderr)
        print("exit", os.waitstatus_to_exitcode(status), file=sys.stderr, flush=True)
        """

    static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    private let python: Executable

    static func start(_ arguments: [String], environment: [String: String]) async throws -> PseudoTerminal {
        let python = try Executable.start(
            ["-c", Self.script, Executable.binary.path()] + arguments,
            environment: environment.merging(["TERM": "xterm-256color"]) { $1 },
            program: URL(filePath: "/usr/bin/python3")
        )
        _ = try await python.waitForLine(containing: "started")
        return PseudoTerminal(python: python)
    }

    /// Everything that was written to the terminal so far.
    var written: String { self.python.printed }

    /// The lines of the picture that was drawn last as a whole, without colours.
    var picture: [String] {
        let frames = self.written.components(separatedBy: "\u{1B}[H")
        guard let last = frames.dropFirst().last(where: { $0.contains("\u{1B}[J") }),
            let picture = last.components(separatedBy: "\u{1B}[J").first
        else { return [] }
        return picture.components(separatedBy: "\r\n").map { $0.replacing(/\r|\u{1B}\[[0-9;]*[A-Za-z]/, with: "") }
    }

    /// Makes it 30 columns wide and 10 rows high.
    func narrow() { self.python.signal(SIGUSR1) }

    func pressControlC() { self.python.signal(SIGUSR2) }

    /// Waits until the picture is so.
    func wait(within limit: Duration = .seconds(20), until fits: ([String]) -> Bool) async throws {
        let isSo = try await Asking.until(within: limit, every: .milliseconds(20)) { fits(self.picture) }
        if !isSo { Issue.record("the picture never was as expected, at last \(self.picture)") }
    }

    /// Waits for the end of the program: its exit code, and whether the terminal's settings are the old ones.
    func end() async -> (status: Int?, isAsBefore: Bool) {
        let python = self.python
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                // Whoever does not end by itself must not hold the test up for ever; Python's end ends the program too.
                if (try? await Task.sleep(for: .seconds(30))) != nil { python.signal(SIGKILL) }
            }
            _ = await python.status()
            tasks.cancelAll()
        }
        let status = self.python.errors.firstMatch(of: /exit (-?\d+)/).flatMap { Int($0.1) }
        return (status, self.python.errors.contains("settings same"))
    }
}
