// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTPTypes
import Synchronization

/// A connection between its being accepted and its being served.
///
/// A server that is told to end may drop one in between, and an asynchronous channel that is dropped without having been
/// closed ends the process (`NIOAsyncWriter`). So whoever drops it closes it.
final class UnservedConnection: Sendable {
    typealias HTTPChannel = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let http: HTTPChannel
    private let isServed = Atomic(false)

    init(_ http: HTTPChannel) {
        self.http = http
    }

    /// The channel; whoever takes it closes it.
    func take() -> HTTPChannel {
        self.isServed.store(true, ordering: .relaxed)
        return self.http
    }

    deinit {
        guard !self.isServed.load(ordering: .relaxed) else { return }
        // Nobody is left to wait for it: the task ends as soon as the channel is closed, which it asks for at once.
        Task { [http] in
            do { try await http.executeThenClose { _, _ in } } catch {
                // It was closed already, or its other end has gone: that is what was wanted.
            }
        }
    }
}
