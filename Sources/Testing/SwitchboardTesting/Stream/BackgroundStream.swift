// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Synchronization
import Twilio

/// A stream that runs beside a call (`<Start><Stream>`): hears the call through a tap and never reaches its caller.
///
/// From any thread; what happens on the socket is in ``BackgroundStreamSession``.
final class BackgroundStream: CallAudioTap {
    let order: BackgroundStreamOrder
    let sid = StreamSID.random().description
    private let live: LiveCall
    private let eventLoop: any EventLoop
    private let session: EventLoopFuture<NIOLoopBound<BackgroundStreamSession>>
    private let opened: EventLoopPromise<Bool>
    private let done: EventLoopPromise<BackgroundStreamOutcome>
    private let isFinished = Mutex(false)
    private let callbacks = Mutex<Task<Void, Never>?>(nil)

    var name: String { self.order.name ?? self.sid }
    var isOver: Bool { self.isFinished.withLock { $0 } }

    /// A stream that is not open yet; `begin` is the call's own time.
    init(_ order: BackgroundStreamOrder, of live: LiveCall, at begin: Duration) {
        self.order = order
        self.live = live
        let eventLoop = live.twilio.eventLoopGroup.next()
        self.eventLoop = eventLoop
        let opened = eventLoop.makePromise(of: Bool.self)
        let done = eventLoop.makePromise(of: BackgroundStreamOutcome.self)
        (self.opened, self.done) = (opened, done)
        let sid = self.sid
        self.session = eventLoop.submit {
            let session = BackgroundStreamSession(
                order,
                sid: sid,
                call: live.call,
                at: begin,
                opened: opened,
                done: done
            )
            session.report = live.report
            return NIOLoopBound(session, eventLoop: eventLoop)
        }
        done.futureResult.whenComplete { [weak self] _ in self?.isFinished.withLock { $0 = true } }
    }

    /// Opens the socket and reports to the status callback. Called once; a stream that is not opened is discarded.
    func open() {
        let connector = StreamConnector(twilio: self.live.twilio, route: self.live.webhooks.route)
        let (order, call, eventLoop) = (self.order, self.live.call, self.eventLoop)
        self.session.whenSuccess { bound in
            connector.connect(to: order.url, of: call, delegate: bound.value, on: eventLoop) { code, text, status in
                bound.value.fail(code, text, status: status)
            }
        }
        self.startReporting()
    }

    /// Gives up a stream that was not opened.
    func discard() {
        self.session.whenSuccess { $0.value.discard() }
    }

    /// Calls when it is over.
    func whenOver(_ body: @escaping @Sendable () -> Void) {
        self.done.futureResult.whenComplete { _ in body() }
    }

    // MARK: The call

    func hear(_ frame: CallAudioFrame) {
        self.session.whenSuccess { $0.value.hear(frame) }
    }

    func callEnded() {
        self.stop()
    }

    // MARK: Whoever rules the stream

    /// Sends `stop` and closes.
    func stop() {
        self.session.whenSuccess { $0.value.stop() }
    }

    /// Breaks the stream on purpose.
    func commit(_ fault: LineFault) {
        self.session.whenSuccess { $0.value.commit(fault) }
    }

    /// Waits until the socket is open or cannot be had, so that what is said next is heard whatever the pace. The time of
    /// the call stands still meanwhile; the limits of the call bound it.
    func waitUntilOpen() async {
        _ = try? await self.opened.futureResult.get()
    }

    /// Tells the status callback beside the call.
    private func startReporting() {
        guard let target = self.order.statusCallback, let url = WebURL(target) else { return }
        // Beside the call, as Twilio does it; ``outcome()`` waits for it.
        let task = Task {
            if (try? await self.opened.futureResult.get()) == true { await self.post("stream-started", nil, to: url) }
            guard let outcome = try? await self.done.futureResult.get() else { return }
            await self.post(outcome.error == nil ? "stream-stopped" : "stream-error", outcome.error, to: url)
        }
        self.callbacks.withLock { $0 = task }
    }

    /// What became of it, once it is over and its callback has been told.
    func outcome() async -> BackgroundStreamOutcome {
        await self.callbacks.withLock { $0 }?.value
        do {
            return try await self.done.futureResult.get()
        } catch {
            preconditionFailure("a background stream's promise only ever succeeds, not \(error)")
        }
    }

    private func post(_ event: String, _ error: String?, to url: WebURL) async {
        var parameters: FormParameters = [
            "AccountSid": self.live.call.account.sid, "CallSid": self.live.sid, "StreamSid": self.sid,
            "StreamName": self.name, "StreamEvent": event, "Timestamp": Date.now.formatted(.iso8601),
        ]
        if let error { parameters.append("StreamError", error) }
        let method = self.order.statusCallbackMethod
        self.live.keep(await CallRun.post(url, parameters, method: method, through: self.live.webhooks))
    }
}
