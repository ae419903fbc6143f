// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What a listener tells, in order. Each event goes to one reader; it ends when ``PostgresListener/run()`` has ended,
/// or the reading task is cancelled.
public struct PostgresListenerEvents: AsyncSequence, Sendable {
    let queue: EventQueue

    /// Reads on from where others have read to.
    public func makeAsyncIterator() -> Iterator { Iterator(queue: self.queue) }

    /// Takes one event after another.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let queue: EventQueue

        /// The next event, which this waits for.
        public func next() async -> PostgresListenerEvent? { await self.queue.next() }
    }
}
#endif
