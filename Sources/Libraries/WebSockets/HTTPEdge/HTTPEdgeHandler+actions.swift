// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOHTTP1

/// Does what the state machine decided, and wakes it when something is due.
extension HTTPEdgeHandler {
    func perform(_ action: HTTPEdgeStateMachine.Action) {
        switch action {
        case .none:
            break
        case .refuse(let reason, let status):
            self.report(reason, status)
            self.answer(status)
            self.failRequestInProgress()
            self.perform(self.machine.startLingering(self.now))
        case .linger(let reason):
            if let reason {
                self.report(reason, nil)
                self.failRequestInProgress()
            }
            self.linger()
        case .close(let reason):
            if let reason { self.report(reason, nil) }
            self.context?.close(promise: nil)
        }
        self.updateTimer()
    }

    /// Asks whether this connection is served at all.
    func admit(_ context: ChannelHandlerContext) {
        switch self.configuration.admit?(context.channel.remoteAddress) {
        case .admitted(let onEnd):
            self.onEnd = onEnd
        case .refused(let reason):
            self.report(reason, nil)
            context.close(promise: nil)
        case nil:
            break
        }
    }

    func report(_ reason: HTTPEdgeRefusal.Reason, _ status: Int?) {
        let address = self.context?.channel.remoteAddress
        self.configuration.onRefusal(HTTPEdgeRefusal(reason: reason, status: status, remoteAddress: address))
        self.logger.debug("HTTP edge refusal", metadata: ["http.refusal": .string(reason.rawValue)])
    }

    /// A body whose end will never come must not look like one that has ended.
    private func failRequestInProgress() {
        self.context?.fireErrorCaught(HTTPEdgeError.requestRefused)
    }

    /// Closes our side behind everything written, reads on for a while so that no reset overtakes the answer, and closes.
    private func linger() {
        guard let context = self.context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        let isInputClosed = self.isInputClosed
        written.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            guard let self, let context = self.context else { return }
            guard !isInputClosed else {
                context.close(promise: nil)
                return
            }
            context.close(mode: .output).assumeIsolated().whenFailure { [weak self] _ in
                self?.context?.close(promise: nil)
            }
            self.isReadOutstanding = true
            context.read()
        }
        context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: written)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Nobody behind us reads any more; what comes is thrown away until the peer is done or the time is up.
        if case .lingering = self.machine.ending { context.read() }
    }

    // MARK: Time

    func updateTimer() {
        guard let deadline = self.machine.nextDeadline, let context = self.context else { return }
        if self.timer != nil, let timerDeadline = self.timerDeadline, timerDeadline <= deadline { return }
        self.timer?.cancel()
        self.timerDeadline = deadline
        do {
            self.timer = try context.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: self)
        } catch {
            // The event loop shuts down, and every connection on it with it.
            self.timer = nil
        }
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        self.timer = nil
        self.perform(self.machine.timerFired(now: self.now, isWaitingForPeer: self.isReadOutstanding))
    }
}
