// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// Waits for an answer, but no longer than a webhook may: whoever is late is not waited for.
enum Deadline {
    /// The answer of some work, or `nil` after `limit` by the event loop's clock.
    ///
    /// `start` begins the work and calls its argument when it is done, from anywhere.
    static func first<Value: Sendable>(
        within limit: Duration,
        on eventLoop: any EventLoop,
        _ start: (@escaping @Sendable (Value) -> Void) -> Void
    ) async -> Value? {
        await withCheckedContinuation { (continuation: CheckedContinuation<Value?, Never>) in
            let box = Box(continuation)
            let timer = eventLoop.scheduleTask(in: TimeAmount(limit)) { box.resume(nil) }
            start { value in
                if box.resume(value) { timer.cancel() }
            }
        }
    }

    /// The answer of asynchronous work, or `nil` after `limit`.
    ///
    /// The task is unstructured because a store that hangs would hold a task group up; it ends when the store does, and
    /// it is cancelled as soon as nobody waits.
    static func value<Value: Sendable>(
        within limit: Duration,
        on eventLoop: any EventLoop,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let work = Mutex<Task<Void, Never>?>(nil)
        let result: Result<Value, any Error>? = await self.first(within: limit, on: eventLoop) { finish in
            let task = Task {
                do { finish(.success(try await body())) } catch { finish(.failure(error)) }
            }
            work.withLock { $0 = task }
        }
        work.withLock { $0?.cancel() }
        return try result?.get()
    }

    private final class Box<Value: Sendable>: Sendable {
        private let waiting: Mutex<CheckedContinuation<Value?, Never>?>

        init(_ continuation: CheckedContinuation<Value?, Never>) {
            self.waiting = Mutex(continuation)
        }

        @discardableResult
        func resume(_ value: Value?) -> Bool {
            let continuation = self.waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: value)
            return continuation != nil
        }
    }
}
