// SPDX-License-Identifier: Apache-2.0

/// How tests wait for what another process does in its own time.
package enum Asking {
    /// Asks again and again until it is so; tells whether it ever was within `limit`.
    package static func until(
        within limit: Duration,
        every pause: Duration = .milliseconds(10),
        _ isSo: () async throws -> Bool
    ) async throws -> Bool {
        let end = ContinuousClock.now + limit
        repeat {
            if try await isSo() { return true }
            // Another process has no clock of ours; without a pause its own work would wait for the asking.
            try await Task.sleep(for: pause)
        } while ContinuousClock.now < end
        return false
    }
}
