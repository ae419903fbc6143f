// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing

/// `switchboard tail` on a terminal.
@Suite(.timeLimit(.minutes(3)), .enabled(if: PseudoTerminal.hasPython, "python3 holds the terminal"))
struct TailTerminalTests {
    private static let key = "an-operator-of-this-test"

    /// What takes the terminal, and what gives it back (xterm, "alternate screen buffer", and the cursor).
    private static let opening = "\u{1B}[?1049h\u{1B}[?25l"
    private static let closing = "\u{1B}[?25h\u{1B}[?1049l"

    private func serve(
        in folder: ServingExecutable.Folder,
        port: Int = 0
    ) async throws -> ServingExecutable {
        try await ServingExecutable.start(
            in: folder,
            port: port,
            environment: ["API_KEYS": Self.key, "DRAIN_SECONDS": "0"]
        )
    }

    private func tail(_ server: ServingExecutable, _ more: [String: String] = [:]) async throws -> PseudoTerminal {
        let environment = ["SWITCHBOARD_API_KEY": Self.key].merging(more) { $1 }
        return try await PseudoTerminal.start(["tail", "--url", server.origin], environment: environment)
    }

    @Test func drawsCallsInAnySizeAndGivesTheTerminalBack() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await self.serve(in: folder)
            let terminal = try await self.tail(server)
            try await terminal.wait { $0.first?.hasPrefix("0 calls at http") == true }
            #expect(terminal.written.hasPrefix(Self.opening))
            #expect(terminal.picture.dropFirst().first?.hasPrefix("CALL        WHO") == true)
            #expect(terminal.written.contains("\u{1B}[1m"))
            try await ServingExecutable.withTwilio { twilio in
                _ = try await twilio.place(server.call([.wait(.seconds(1)), .hangUp]))
            }
            try await terminal.wait { $0.contains { $0.contains("***0001") } }
            #expect(!terminal.written.contains("5005550001"))
            terminal.narrow()
            try await terminal.wait { !$0.isEmpty && $0.allSatisfy { $0.count <= 30 } }
            #expect(terminal.picture.count <= 10 && terminal.picture.first?.hasPrefix("0 calls at") == true)
            terminal.pressControlC()
            let end = await terminal.end()
            #expect(end.status == 0 && end.isAsBefore)
            #expect(terminal.written.hasSuffix(Self.closing))
            #expect(terminal.written.components(separatedBy: Self.closing).count == 2)
            server.executable.signal(SIGTERM)
            _ = await server.executable.status()
        }
    }

    @Test func saysThatTheServerIsGoneAndTakesItUpAgainWithoutColours() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await self.serve(in: folder)
            let terminal = try await self.tail(server, ["NO_COLOR": "1"])
            try await terminal.wait { $0.first?.hasPrefix("0 calls at") == true }
            server.executable.signal(SIGTERM)
            _ = await server.executable.status()
            try await terminal.wait { $0.first?.hasPrefix("not connected: ") == true }
            let again = try await self.serve(in: folder, port: server.port)
            try await terminal.wait { $0.first?.hasPrefix("0 calls at") == true }
            terminal.pressControlC()
            let end = await terminal.end()
            #expect(end.status == 0 && end.isAsBefore && terminal.written.hasSuffix(Self.closing))
            // No colour: nothing but where to write and what to clear.
            #expect(terminal.written.firstMatch(of: /\u{1B}\[[0-9;]*m/) == nil)
            again.executable.signal(SIGTERM)
            _ = await again.executable.status()
        }
    }

    @Test func givesTheTerminalBackWhenTheServerCannotBeWatched() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await self.serve(in: folder)
            let terminal = try await self.tail(server, ["SWITCHBOARD_API_KEY": "a-wrong-key-of-nobody"])
            let end = await terminal.end()
            #expect(end.status == 69 && end.isAsBefore)
            #expect(terminal.written.contains(Self.closing))
            #expect(terminal.written.contains("SWITCHBOARD_API_KEY"))
            server.executable.signal(SIGTERM)
            _ = await server.executable.status()
        }
    }
}
