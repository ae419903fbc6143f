// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// Writes lines in order, away from whoever logs.
///
/// Lines wait in a bounded queue; whoever logs only takes a short lock and never waits for the disk, a pipe or a
/// terminal. What does not fit is dropped and counted, and a line that says how many follows as soon as there is room.
public final class LogWriter: Sendable {
    /// Writes whole lines; returns `false` when it could not.
    public typealias Sink = @Sendable (_ lines: [UInt8]) -> Bool

    /// How much may wait.
    public struct Capacity: Sendable {
        /// Lines that may wait.
        public var lines: Int
        /// Bytes that may wait.
        public var bytes: Int

        /// Creates a bound.
        public init(lines: Int = 8_192, bytes: Int = 4_194_304) {
            self.lines = lines
            self.bytes = bytes
        }
    }

    private struct State {
        var waiting: [UInt8] = []
        var lineCount = 0
        /// Dropped since the last line that said so.
        var unreported: UInt64 = 0
        var dropped: UInt64 = 0
        var isDraining = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "log-writer")
    private let capacity: Capacity
    private let sink: Sink
    private let notice: @Sendable (UInt64) -> [UInt8]

    /// Creates a writer; `notice` makes the line that says how many were dropped.
    public init(
        capacity: Capacity = Capacity(),
        sink: @escaping Sink,
        notice: @escaping @Sendable (_ dropped: UInt64) -> [UInt8]
    ) {
        self.capacity = capacity
        self.sink = sink
        self.notice = notice
    }

    /// The number of lines that were lost so far, because the queue was full or writing failed.
    public var droppedLines: UInt64 {
        self.state.withLock { $0.dropped }
    }

    /// Puts one line, with its line feed, into the queue; never waits for anything slow.
    public func write(_ line: [UInt8]) {
        let mustBegin = self.state.withLock { state in
            guard state.lineCount < self.capacity.lines, state.waiting.count + line.count <= self.capacity.bytes else {
                state.unreported += 1
                state.dropped += 1
                return false
            }
            state.waiting += line
            state.lineCount += 1
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if mustBegin {
            self.queue.async { self.drain() }
        }
    }

    /// Waits until what was put into the queue before is written; `false` when that takes longer than `timeout`.
    public func flush(timeout: Duration) -> Bool {
        let done = DispatchSemaphore(value: 0)
        self.queue.async {
            self.drain()
            done.signal()
        }
        let parts = timeout.components
        let milliseconds = Int(clamping: parts.seconds).multipliedReportingOverflow(by: 1_000)
        let wait = milliseconds.overflow ? Int(Int32.max) : min(milliseconds.partialValue, Int(Int32.max))
        let fraction = Int(parts.attoseconds / 1_000_000_000_000_000)
        return done.wait(timeout: .now() + .milliseconds(wait + fraction)) == .success
    }

    /// Runs on the queue only, so lines keep their order.
    private func drain() {
        while true {
            let (lines, lineCount, dropped) = self.state.withLock { state in
                let taken = (state.waiting, state.lineCount, state.unreported)
                state.waiting = []
                state.lineCount = 0
                state.unreported = 0
                state.isDraining = taken.1 > 0 || taken.2 > 0
                return taken
            }
            guard lineCount > 0 || dropped > 0 else { return }
            let batch = dropped > 0 ? lines + self.notice(dropped) : lines
            if !self.sink(batch) {
                self.state.withLock { $0.dropped += UInt64(lineCount) }
            }
        }
    }
}
