// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing

/// `switchboard tail` beside a server that has a call.
@Suite(.timeLimit(.minutes(3)))
struct TailTests {
    @Test func exits69WhenNobodyAnswers() async throws {
        let run = try await Executable.run(["tail", "--url", "http://127.0.0.1:9"])
        #expect(run.status == 69 && run.errors.contains("cannot be watched"))
    }

    @Test func exits69WithoutAKeyThatIsNeeded() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: ["API_KEYS": "an-operator-of-this-test"]
            )
            let run = try await Executable.run(["tail", "--url", server.origin])
            #expect(run.status == 69 && run.errors.contains("SWITCHBOARD_API_KEY"))
        }
    }

    @Test func showsACallWhileItHappensAndTakesUpTheNextServer() async throws {
        try await ServingExecutable.Folder.with { folder in
            let key = "an-operator-of-this-test"
            let environment = ["API_KEYS": key, "DRAIN_SECONDS": "0"]
            let server = try await ServingExecutable.start(in: folder, environment: environment)
            let tail = try Executable.start(
                ["tail", "--url", server.origin],
                environment: ["SWITCHBOARD_API_KEY": key]
            )
            try await ServingExecutable.withTwilio { twilio in
                try await Self.untilShown(tail, server, twilio)
                server.executable.signal(SIGTERM)
                #expect(await server.executable.status() == 0)
                try await tail.waitForLine(containing: "not connected")
                let again = try await ServingExecutable.start(in: folder, port: server.port, environment: environment)
                try await tail.waitForLine(containing: "connected again")
                // It has said where it was, and that was a place of the server before.
                try await tail.waitForLine(containing: "events were not seen: other_process")
                tail.signal(SIGINT)
                #expect(await tail.status() == 0)
                again.executable.signal(SIGTERM)
                _ = await again.executable.status()
            }
            #expect(!tail.printed.contains("+15005550001"))
            #expect(!tail.printed.contains("\u{1B}"))
        }
    }

    @Test func printsEachEventAsOneJSONObject() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(in: folder)
            let tail = try Executable.start(["tail", "--json", "--url", server.origin])
            try await ServingExecutable.withTwilio {
                try await Self.untilShown(tail, server, $0, ["\"received\"", "\"stream_ended\""])
            }
            tail.signal(SIGINT)
            #expect(await tail.status() == 0)
            let kinds = try tail.printed.split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return try #require(object?["kind"] as? String)
            }
            #expect(kinds.contains("received") && kinds.contains("stream_ended"))
            server.executable.signal(SIGTERM)
            _ = await server.executable.status()
        }
    }

    /// Calls until the tail, which connects in its own time, has shown a whole call.
    private static func untilShown(
        _ tail: Executable,
        _ server: ServingExecutable,
        _ twilio: SimulatedTwilio,
        _ whole: [String] = ["received", "agent: ", "stream_ended"]
    ) async throws {
        for _ in 0..<20 where !whole.allSatisfy(tail.printed.contains) {
            let result = try await twilio.place(server.call([.wait(.seconds(2)), .hangUp]))
            #expect(result.documents.count >= 1)
        }
        #expect(whole.allSatisfy(tail.printed.contains), "\(tail.printed)")
    }
}
