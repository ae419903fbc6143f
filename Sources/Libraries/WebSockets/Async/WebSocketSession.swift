// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A connection that is served as an `AsyncSequence`, ready to be run by the task that owns it.
struct WebSocketSession: Sendable {
    private let inbound: WebSocketInbound
    private let outbound: WebSocketOutbound
    private let channel: any Channel

    init(_ delegate: WebSocketAsyncDelegate, channel: any Channel) {
        self.inbound = delegate.inbound
        self.outbound = WebSocketOutbound(
            eventLoop: channel.eventLoop,
            delegate: NIOLoopBound(delegate, eventLoop: channel.eventLoop)
        )
        self.channel = channel
    }

    /// Serves the connection, closes it and waits for its end. Cancelling the task closes the channel.
    func run<Result>(
        _ handle: (WebSocketInbound, WebSocketOutbound) async throws -> Result
    ) async throws -> Result {
        let channel = self.channel
        return try await withTaskCancellationHandler {
            let result: Result
            do {
                result = try await handle(self.inbound, self.outbound)
            } catch {
                let isTooBig = (error as? WebSocketError)?.code == .messageTooBig
                self.outbound.close(isTooBig ? .messageTooBig : .internalError)
                try await channel.closeFuture.get()
                throw error
            }
            self.outbound.close()
            try await channel.closeFuture.get()
            return result
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}
