// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One result for one waiting task: whoever settles first wins, a cancelled task waits no longer.
final class Waiter<Success: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Success, any Error>)
        case settled(Result<Success, any Error>)
        case taken
    }

    private let state = Mutex(State.open)

    /// Hands over the result; later ones are ignored.
    func settle(_ result: Result<Success, any Error>) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Success, any Error>? in
            switch state {
            case .open:
                state = .settled(result)
                return nil
            case .waiting(let continuation):
                state = .taken
                return continuation
            case .settled, .taken:
                return nil
            }
        }
        continuation?.resume(with: result)
    }

    /// The result, once it is there. Called once.
    ///
    /// - Throws: the failure that was handed over; `CancellationError` when the task is cancelled first.
    func value() async throws -> Success {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = self.state.withLock { state -> Result<Success, any Error>? in
                    guard case .settled(let result) = state else {
                        state = .waiting(continuation)
                        return nil
                    }
                    state = .taken
                    return result
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.settle(.failure(CancellationError()))
        }
    }
}
