// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Opens the socket of a ConversationRelay session as Twilio does and waits until the session is over.
struct RelayConnector: Sendable {
    let twilio: SimulatedTwilio
    let route: ServerRoute

    /// Runs a session to its end. A session that cannot be opened is an outcome too. Cancellation hangs up.
    func run(_ plan: RelayPlan) async -> RelayOutcome {
        let eventLoop = self.twilio.eventLoopGroup.next()
        let done = eventLoop.makePromise(of: RelayOutcome.self)
        let session = eventLoop.submit {
            let session = RelayCallSession(plan, ticker: self.twilio.ticker(on: eventLoop), done: done)
            self.open(session, plan, on: eventLoop)
            return NIOLoopBound(session, eventLoop: eventLoop)
        }
        return await withTaskCancellationHandler {
            await plan.live.interruptible {
                session.whenSuccess { $0.value.interrupt() }
            } _: {
                do {
                    return try await done.futureResult.get()
                } catch {
                    preconditionFailure("a relay's promise only ever succeeds, not \(error)")
                }
            }
        } onCancel: {
            session.whenSuccess { $0.value.hangUp() }
        }
    }

    private func open(_ session: RelayCallSession, _ plan: RelayPlan, on eventLoop: any EventLoop) {
        let bound = NIOLoopBound(session, eventLoop: eventLoop)
        StreamConnector(twilio: self.twilio, route: self.route)
            .connect(to: plan.url, of: plan.call, delegate: session, on: eventLoop) { _, message, status in
                bound.value.refuse(message, status: status)
            }
    }
}
