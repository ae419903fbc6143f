// SPDX-License-Identifier: Apache-2.0

public import NIOCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The sockets of calls, so that they can be shut down when the event loop they live on does not answer any more.
///
/// Nothing of NIO may be touched from outside of a loop that hangs, but its sockets may be shut down in the kernel.
/// What is shut down is not the channel's descriptor, whose number the channel may close, and somebody else may be
/// given, at any moment. It is a duplicate (`fcntl(2)`, `F_DUPFD_CLOEXEC`) of our own that names the same socket:
///
/// - It is made on the event loop while the channel is open, so it names that channel's socket and no other.
/// - Its number is ours from then until we close it, once; that and `shutdown(2)` happen under one lock. So a number
///   that was given to somebody else meanwhile is never used.
/// - `shutdown(2)` acts on the socket, not on the descriptor, closes nothing and never blocks. When the loop comes
///   back, the channel reads an end of stream and closes as if the peer had gone. That is a broken line, which every
///   session handles, and nothing that NIO does not expect.
/// - The duplicate keeps the socket from being released when the channel closes it, so it is closed with the session,
///   at the latest when nobody holds the ``Socket``. It costs one descriptor a call.
public final class CallSockets: Sendable {
    /// The socket of one call, for as long as somebody holds it.
    public final class Socket: Sendable {
        private let sockets: CallSockets
        private let number: Int

        fileprivate init(_ sockets: CallSockets, _ number: Int) {
            self.sockets = sockets
            self.number = number
        }

        /// The socket is closed, or about to be. The other end is told only once the duplicate is gone too.
        public func release() {
            self.sockets.release(self.number)
        }

        deinit {
            self.release()
        }
    }

    private struct Entry {
        let loop: ObjectIdentifier
        let descriptor: CInt
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Creates a registry without sockets.
    public init() {}

    /// How many sockets are kept.
    public var count: Int { self.state.withLock { $0.entries.count } }

    /// Keeps the socket of a channel. Called on the channel's event loop. `nil` if the channel has no socket, is
    /// closed, or no descriptor is left: then the call stays where it is when its loop hangs.
    public func keep(_ channel: any Channel) -> Socket? {
        channel.eventLoop.assertInEventLoop()
        let descriptor = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { fcntl($0, F_DUPFD_CLOEXEC, 0) }
        guard let descriptor, descriptor >= 0 else { return nil }
        return self.keep(descriptor, on: channel.eventLoop)
    }

    /// Keeps a descriptor that is ours from now on.
    func keep(_ descriptor: CInt, on eventLoop: any EventLoop) -> Socket {
        let number = self.state.withLock { state in
            state.next += 1
            state.entries[state.next] = Entry(loop: ObjectIdentifier(eventLoop), descriptor: descriptor)
            return state.next
        }
        return Socket(self, number)
    }

    /// Shuts down all sockets of an event loop, from any thread; returns how many that were.
    func shutDown(on eventLoop: any EventLoop) -> Int {
        let loop = ObjectIdentifier(eventLoop)
        return self.state.withLock { state in
            let entries = state.entries.values.filter { $0.loop == loop }
            for entry in entries { _ = shutdown(entry.descriptor, CInt(SHUT_RDWR)) }
            return entries.count
        }
    }

    private func release(_ number: Int) {
        self.state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: number) else { return }
            _ = close(entry.descriptor)
        }
    }
}
