// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing

/// What is logged changes while the executable runs.
@Suite(.timeLimit(.minutes(3)))
struct LogLevelTests {
    private static let key = "operator-key-of-the-levels"

    @Test func readsTheLevelsAgainAtAHangupSignalAndKeepsTheOldOnesWhenTheyAreWrong() async throws {
        try await ServingExecutable.Folder.with { folder in
            let file = "\(folder.path)/switchboard.yaml"
            try self.write("logLevel: info", to: file)
            let server = try await self.start(in: folder, file)
            try self.write("logLevel: warn,Gateway=debug,Server=info", to: file)
            server.executable.signal(SIGHUP)
            let line = try await server.executable.waitForLine(containing: #""msg":"log levels read again""#)
            #expect(line.contains(#""log.levels":"warning,Gateway=debug,Server=info""#))
            #expect(line.contains(#""logger":"Server""#))
            try self.write("logLevel: loud", to: file)
            server.executable.signal(SIGHUP)
            let error = try await server.executable.waitForLine(containing: "log levels cannot be read again")
            #expect(error.contains(#""level":"error""#) && error.contains("LOG_LEVEL"))
            try self.write("logLevel: info,Calss=debug", to: file)
            server.executable.signal(SIGHUP)
            let misspelt = try await server.executable.waitForLine(containing: "did you mean Calls?")
            #expect(
                misspelt.contains("log levels cannot be read again") && misspelt.contains("There are Calls, Gateway")
            )
            let (_, body) = try await server.get(
                "/api/log-levels",
                headers: ["Authorization": "Bearer \(Self.key)"]
            )
            #expect(body.contains(#""levels":"warning,Gateway=debug,Server=info""#), "\(body)")
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
        }
    }

    @Test func anOperatorSetsTheLevelsForAWhile() async throws {
        try await ServingExecutable.Folder.with { folder in
            let file = "\(folder.path)/switchboard.yaml"
            try self.write("logLevel: error,Server=info", to: file)
            let server = try await self.start(in: folder, file)
            let answer = try await server.put(
                "/api/log-levels",
                key: Self.key,
                #"{"levels":"error,Gateway=trace","seconds":1}"#
            )
            #expect(answer.status == 200)
            let misspelt = try await server.put("/api/log-levels", key: Self.key, #"{"levels":"error,Gatewy=trace"}"#)
            #expect(misspelt.status == 400 || misspelt.status == 422)
            #expect(misspelt.body.contains("did you mean Gateway?"), "\(misspelt.body)")
            try await server.executable.waitForLine(containing: #""msg":"log levels changed""#)
            try await server.poll("/api/log-levels", key: Self.key) { $1.contains(#""levels":"error,Server=info""#) }
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
        }
    }

    @Test func aLevelOfAPartThatIsNotThereStopsTheStart() async throws {
        let run = try await Executable.run(["serve"], environment: ["LOG_LEVEL": "info,Calss=debug"])
        #expect(run.status == 78)
        #expect(run.errors.contains("LOG_LEVEL") && run.errors.contains("did you mean Calls?"), "\(run.errors)")
    }

    private func start(in folder: ServingExecutable.Folder, _ file: String) async throws -> ServingExecutable {
        try await ServingExecutable.start(
            in: folder,
            arguments: ["--config", file],
            environment: ["API_KEYS": Self.key]
        )
    }

    private func write(_ text: String, to file: String) throws {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
}
