// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import Synchronization

/// The shell that is the server's parent. It does what it reads from a pipe, and when the pipe ends, because this
/// process has ended, it ends the server and removes its folder.
final class ServerShell: Sendable {
    private struct Pipes {
        let process: Process
        let commands: FileHandle
        let answers: FileHandle
        var unread = Data()
    }

    private let pipes: Mutex<Pipes>

    init(programs: String, settings: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.script, "postgres-for-tests", programs] + settings
        let (commands, answers) = (Pipe(), Pipe())
        process.standardInput = commands
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.pipes = Mutex(
            Pipes(process: process, commands: commands.fileHandleForWriting, answers: answers.fileHandleForReading)
        )
    }

    deinit {
        // The process object, which lives as long as the process, would keep the pipe open.
        self.pipes.withLock { try? $0.commands.close() }
    }

    /// Has something done, and returns the line it is answered with. Waits on a thread of its own.
    func ask(_ command: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try self.askBlocking(command) })
            }
        }
    }

    private func askBlocking(_ command: String) throws -> String {
        let line = try self.pipes.withLock { pipes in
            try pipes.commands.write(contentsOf: Data((command + "\n").utf8))
            while true {
                if let end = pipes.unread.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { pipes.unread = Data(pipes.unread[(end + 1)...]) }
                    return String(decoding: pipes.unread[..<end], as: UTF8.self)
                }
                let more = pipes.answers.availableData
                guard !more.isEmpty else { throw TestPostgresError(description: "The server's shell has ended.") }
                pipes.unread.append(more)
            }
        }
        guard line.hasPrefix("ok") else { throw TestPostgresError(description: line) }
        return String(line.dropFirst(3))
    }

    /// $1 is where the programs are; what follows are settings of the server. The user is dropped to in the same
    /// process (exec), so that the pid is the server's.
    private static let script = #"""
        trap '' INT TERM HUP
        bin=$1; shift
        user=$(id -un)
        if [ "$(id -u)" = 0 ]; then
            if id postgres >/dev/null 2>&1; then user=postgres; else user=nobody; fi
        fi
        as() {
            if [ "$(id -u)" != 0 ]; then exec "$@"; fi
            if command -v setpriv >/dev/null; then
                exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
            fi
            exec runuser -u "$user" -- "$@"
        }
        folder=$(mktemp -d "${TMPDIR:-/tmp}/pgtest.XXXXXX") || { echo "error no temporary folder"; exit 1; }
        pid=
        say() { printf '%s\n' "$*"; }
        explain() { say "error $* $(tail -n 5 "$folder/log" 2>/dev/null | tr '\n' ' ')"; }
        create() {
            mkdir "$folder/socket" && printf 'secret' >"$folder/password" && : >"$folder/log"
            [ "$(id -u)" = 0 ] && chown -R "$user" "$folder"
            chmod 700 "$folder"
            cd "$folder" || return 1
            for locale in C.UTF-8 C; do
                rm -rf "$folder/data"
                (as "$bin/initdb" -D "$folder/data" -U postgres --pwfile="$folder/password" --auth-local=trust \
                    --auth-host=scram-sha-256 --no-sync --locale="$locale" --encoding=UTF8 \
                    >>"$folder/log" 2>&1 </dev/null) && return 0
            done
            return 1
        }
        certify() {
            (as openssl req -new -x509 -days 2 -nodes -subj /CN=localhost -newkey ec \
                -pkeyopt ec_paramgen_curve:prime256v1 -keyout "$folder/data/server.key" \
                -out "$folder/data/server.crt" >>"$folder/log" 2>&1 </dev/null) && chmod 600 "$folder/data/server.key"
        }
        begin() {
            port=$1; shift
            (as "$bin/postgres" -D "$folder/data" -k "$folder/socket" -p "$port" -c listen_addresses=127.0.0.1 "$@" \
                >>"$folder/log" 2>&1 </dev/null) &
            pid=$!
            tries=0
            until "$bin/pg_isready" -q -h "$folder/socket" -p "$port"; do
                tries=$((tries + 1))
                if ! kill -0 "$pid" 2>/dev/null || [ $tries -gt 600 ]; then finish QUIT; return 1; fi
                sleep 0.05
            done
        }
        finish() {
            [ -n "$pid" ] || return 0
            kill -"$1" "$pid" 2>/dev/null
            wait "$pid"
            pid=
        }
        while read -r command argument; do
            case $command in
                create) if create; then say "ok $folder"; else explain "initdb failed:"; fi ;;
                certify) if certify; then say "ok"; else explain "openssl failed:"; fi ;;
                start) if begin "$argument" "$@"; then say "ok $pid"; else explain "the server does not start:"; fi ;;
                stop) finish INT; say "ok" ;;
                kill) finish QUIT; say "ok" ;;
            esac
        done
        finish QUIT
        cd / && rm -rf "$folder"
        """#
}
#endif
