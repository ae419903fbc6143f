// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a server that crashes leaves behind, on a system that would keep its memory (R63).
@Suite(
    .enabled("this system writes no core dumps into the folder of a process") { try await CoreImages.areWritten() },
    .timeLimit(.minutes(2))
)
struct CoreDumpTests {
    @Test func aCrashLeavesNothing() async throws {
        let (left, log) = try await self.crash([:])
        #expect(left.isEmpty)
        #expect(!log.contains("core dump"))
    }

    /// As systemd-coredump and apport do, which get the memory whatever the limit is.
    @Test(.enabled(if: getuid() == 0, "only root raises limits"))
    func whoTakesTheImageInSpiteOfTheLimitGetsNoSecret() async throws {
        let (left, _) = try await self.crash([:]) { server in
            let status = try await CoreImages.lift(limitOf: server.executable.processID)
            #expect(status == 0)
        }
        #expect(left.count == 1)
        for image in left { #expect(!self.hasSecret(image)) }
    }

    /// Without this the other tests could not fail.
    @Test func whereItIsAllowedACrashLeavesTheMemoryAndTheLogSaysSo() async throws {
        let (left, log) = try await self.crash(["CORE_DUMPS": "on"])
        #expect(left.count == 1)
        for image in left { #expect(self.hasSecret(image)) }
        #expect(log.contains(#""msg":"core dumps are on""#))
        #expect(log.contains("set CORE_DUMPS=off"))
    }

    /// Starts a server, does something to it and has it crash: what it left, and its log.
    private func crash(
        _ settings: [String: String],
        before: (ServingExecutable) async throws -> Void = { _ in }
    ) async throws -> (images: [Data], log: String) {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                limit: CoreImages.unlimited,
                environment: settings
            )
            try await before(server)
            server.executable.signal(SIGABRT)
            #expect(await server.executable.status() == SIGABRT)
            return (try CoreImages.all(in: server.executable.folder), server.executable.errors)
        }
    }

    private func hasSecret(_ image: Data) -> Bool { image.range(of: Data(ServingExecutable.token.utf8)) != nil }
}
