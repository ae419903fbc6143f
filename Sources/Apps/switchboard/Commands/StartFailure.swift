// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import GatewayHTTP

/// Why a server could not start, as one line and an exit code.
enum StartFailure {
    /// Runs `work`; what it throws is printed with its mend.
    static func explained(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let problems as ConfigurationProblems {
            Console().complain(problems.description)
            throw CommandExit.configuration
        } catch let error as GatewayError {
            Console().complain("The server cannot be reached: \(error)")
            throw error.code == .invalidConfiguration ? CommandExit.configuration : CommandExit.unavailable
        } catch let error as StoreError {
            Console().complain("The store cannot be used: \(error)")
            throw CommandExit.unavailable
        } catch let error as SpeechError {
            Console().complain("The speech engines cannot be used: \(error)")
            throw CommandExit.unavailable
        }
    }
}
