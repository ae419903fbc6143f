// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Ended spans on their way to the exporter: bounded, filled from any thread, emptied in batches by one task.
final class SpanQueue: Sendable {
    private struct State {
        var spans: [SpanRecord] = []
        /// What is there is wanted sent, however little it is.
        var isDue = false
        var isFinished = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private enum Step {
        case batch([SpanRecord])
        case wait
        case end
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let batchSize: Int

    init(capacity: Int, batchSize: Int) {
        self.capacity = max(1, capacity)
        self.batchSize = min(max(1, batchSize), self.capacity)
    }

    /// Adds a span; `false` if there is no room. Never waits.
    func add(_ span: SpanRecord) -> Bool {
        let (isAdded, waiter) = self.state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard !state.isFinished, state.spans.count < self.capacity else { return (false, nil) }
            state.spans.append(span)
            return (true, state.spans.count >= self.batchSize ? state.waiter.take() : nil)
        }
        waiter?.resume()
        return isAdded
    }

    /// What is there is sent now.
    func hurry() {
        self.change { $0.isDue = !$0.spans.isEmpty }
    }

    /// Takes no more; what is there is sent.
    func finish() {
        self.change { $0.isFinished = true }
    }

    /// How many spans were left.
    func removeAll() -> Int {
        self.state.withLock { state in
            defer { state.spans = [] }
            return state.spans.count
        }
    }

    /// Waits for a batch that is full or due; `nil` when the queue is finished and empty, or the task is cancelled. One
    /// task at a time.
    func next() async -> [SpanRecord]? {
        while !Task.isCancelled {
            switch self.state.withLock({ self.step(&$0) }) {
            case .batch(let spans): return spans
            case .wait: await self.wait()
            case .end: return nil
            }
        }
        return nil
    }

    private func step(_ state: inout State) -> Step {
        guard !state.spans.isEmpty else {
            state.isDue = false
            return state.isFinished ? .end : .wait
        }
        guard state.isDue || state.isFinished || state.spans.count >= self.batchSize else { return .wait }
        let batch = Array(state.spans.prefix(self.batchSize))
        state.spans.removeFirst(batch.count)
        return .batch(batch)
    }

    private func change(_ change: (inout State) -> Void) {
        let waiter = self.state.withLock { state in
            change(&state)
            return state.waiter.take()
        }
        waiter?.resume()
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustGoOn = self.state.withLock { state in
                    // It may have changed, or been cancelled, since the last look.
                    guard !Task.isCancelled, !state.isFinished, !state.isDue, state.spans.count < self.batchSize else {
                        return true
                    }
                    precondition(state.waiter == nil, "two tasks wait for the same spans")
                    state.waiter = continuation
                    return false
                }
                if mustGoOn { continuation.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.waiter.take() }?.resume()
        }
    }
}
