// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Makes identifiers; from any thread.
final class RandomSource: Sendable {
    private let base: Mutex<any RandomNumberGenerator & Sendable>

    init(_ generator: any RandomNumberGenerator & Sendable) {
        self.base = Mutex(generator)
    }

    func traceID() -> TraceID {
        self.base.withLock { TraceID(using: &$0) }
    }

    func spanID() -> SpanID {
        self.base.withLock { SpanID(using: &$0) }
    }

    /// The same source as a generator; for whoever wants one.
    func generator() -> some RandomNumberGenerator { Generator(source: self) }

    private struct Generator: RandomNumberGenerator {
        let source: RandomSource

        mutating func next() -> UInt64 { self.source.base.withLock { $0.next() } }
    }
}
