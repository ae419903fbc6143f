// SPDX-License-Identifier: Apache-2.0

import Foundation
import GatewayHTTP
import Resilience

/// Watches a server for as long as it is wanted: connects, and connects again.
struct TailSession: Sendable {
    let client: TailClient
    let output: TailOutput

    /// Follows until the task is cancelled. Throws ``TailClient/Failure`` if the server never answered, or will never let
    /// us watch.
    func run() async throws {
        let backoff = Backoff(first: .milliseconds(500), cap: .seconds(10), jitter: .half)
        var place: String?
        var hasConnected = false
        var failures = 0
        while !Task.isCancelled {
            var retry: Duration?
            var reason = "the connection has ended"
            do {
                let end = try await self.client.follow(after: place) {
                    let calls = try await self.client.activeCalls()
                    hasConnected = true
                    failures = 0
                    await self.output.connected(calls)
                } _: {
                    await self.output.take($0)
                }
                place = end.place.isEmpty ? place : end.place
                retry = end.retry
            } catch let failure as TailClient.Failure where failure.isFinal {
                throw failure
            } catch {
                reason = Self.words(for: error)
                guard hasConnected || Task.isCancelled else { throw TailClient.Failure(description: reason) }
            }
            guard !Task.isCancelled else { return }
            failures += 1
            let wait = max(retry ?? .zero, backoff.delay(afterFailure: failures))
            await self.output.lost(reason, wait: wait)
            // Cancelled: the loop ends.
            try? await Task.sleep(for: wait)
        }
    }

    private static func words(for error: any Error) -> String {
        (error as? TailClient.Failure)?.description ?? "the server does not answer (\(error))"
    }
}
