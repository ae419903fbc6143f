// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import NIOCore

/// Why a server could not start, as one line and an exit code.
enum StartFailure {
    /// Runs `work`; what it throws is printed with its mend.
    static func explained(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let problems as ConfigurationProblems {
            Console().complain(problems.description)
            throw CommandExit.configuration
        } catch let error as IOError {
            Console().complain(
                "The address cannot be used: \(error.description). Choose another with --port or --host."
            )
            throw CommandExit.unavailable
        } catch let error as StoreError {
            Console().complain("The store cannot be used: \(error)")
            throw CommandExit.unavailable
        } catch let error as SpeechError {
            Console().complain("The speech engines cannot be used: \(error)")
            throw CommandExit.unavailable
        }
    }
}
