// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import Synchronization

// Carrying out an order.
extension CallDialler {
    /// Makes a call, or says that it was made already. Returns as soon as the carrier has taken the order.
    ///
    /// A task that is cancelled does not stop an order that has been begun: it is carried out and written down.
    ///
    /// - Parameter order: what is wanted.
    /// - Returns: the call.
    /// - Throws: ``DiallingError``. With the carrier's `.unknownOutcome` the call may have been made; the same order then
    ///   gets the same answer until a webhook has told, and is not dialled again.
    public func dial(_ order: CallOrder) async throws(DiallingError) -> Dialled {
        var order = try self.check(order)
        let isNamed = order.plan.order != nil
        let name = order.plan.order ?? self.makeName()
        order.plan.order = name
        let outbound = try self.outbound(order, name)
        let waiter = Waiter<CallID>()
        let verdict = self.book.withLock {
            $0.begin(name, order, now: self.surroundings.monotonic(), waiter: waiter)
        }
        switch verdict {
        case .done(let call): return Dialled(call: call, isRepeated: true)
        case .wait: return Dialled(call: try await self.outcome(waiter), isRepeated: true)
        case .differs: throw Self.differs
        case .unknown: throw Self.unknown
        case .full: throw DiallingError(.rateLimited, "Too many orders are under way.", retryAfter: .seconds(5))
        case .dial: return try await self.carryOut(order, outbound, name, isNamed: isNamed)
        }
    }

    private static let differs = DiallingError(
        .differentOrder,
        "This idempotency key belongs to another order: send the order as it was, or take a new key.",
        field: "idempotencyKey"
    )

    private static let unknown = DiallingError(
        CarrierError(
            .unknownOutcome,
            "Whether the carrier made the call is not known yet. Ask again with the same key; it is not dialled again."
        )
    )

    private func outcome(_ waiter: Waiter<CallID>) async throws(DiallingError) -> CallID {
        do {
            return try await waiter.value()
        } catch let error as DiallingError {
            throw error
        } catch {
            throw DiallingError(CarrierError(.unknownOutcome, "The request was cancelled.", cause: error))
        }
    }

    /// The task is unstructured because an order that has been begun must be finished and written down, also when the one
    /// who asked for it hangs up. It ends with the carrier's answer, which the carrier bounds.
    private func carryOut(
        _ order: CallOrder,
        _ outbound: OutboundCall,
        _ name: String,
        isNamed: Bool
    ) async throws(DiallingError) -> Dialled {
        let task = Task { () -> Result<Dialled, DiallingError> in
            do throws(DiallingError) {
                return .success(try await self.dial(order, outbound, name, isNamed: isNamed))
            } catch {
                return .failure(error)
            }
        }
        return try await task.value.get()
    }

    private func dial(
        _ order: CallOrder,
        _ outbound: OutboundCall,
        _ name: String,
        isNamed: Bool
    ) async throws(DiallingError) -> Dialled {
        do throws(DiallingError) {
            if isNamed, let earlier = try await self.earlier(order, name) {
                self.settle(self.book.withLock { $0.succeeded(name, earlier) }, .success(earlier))
                self.arrived(earlier)
                return Dialled(call: earlier, isRepeated: true)
            }
            try self.admit()
        } catch {
            self.settle(self.book.withLock { $0.failed(name) }, .failure(error))
            throw error
        }
        do throws(CarrierError) {
            let call = try await self.carrier.dial(outbound)
            self.note(order, outbound, call)
            self.settle(self.book.withLock { $0.succeeded(name, call) }, .success(call))
            return Dialled(call: call, isRepeated: false)
        } catch {
            return Dialled(call: try self.failed(name, error), isRepeated: false)
        }
    }

    /// An outcome that is not known is known after all when a webhook has named the call meanwhile.
    private func failed(_ name: String, _ error: CarrierError) throws(DiallingError) -> CallID {
        let failure = DiallingError(error)
        guard error.code == .unknownOutcome else {
            self.settle(self.book.withLock { $0.failed(name) }, .failure(failure))
            throw failure
        }
        let (call, waiters) = self.book.withLock { $0.becameUnknown(name) }
        self.settle(waiters, call.map { .success($0) } ?? .failure(failure))
        guard let call else {
            self.logger.error("whether a call was made is not known", metadata: ["error": "\(error)"])
            throw failure
        }
        return call
    }

    private func settle(_ waiters: [Waiter<CallID>], _ result: Result<CallID, DiallingError>) {
        for waiter in waiters { waiter.settle(result.mapError { $0 }) }
    }

    /// The call that the order became before this process began, or on another machine.
    private func earlier(_ order: CallOrder, _ name: String) async throws(DiallingError) -> CallID? {
        let record: CallRecord?
        do {
            record = try await self.manager.journal.reader.call(orderedAs: name)
        } catch {
            self.logger.error("store cannot say whether an order was carried out", metadata: ["error": "\(error)"])
            throw DiallingError(
                .storeUnavailable,
                "The store cannot say whether this order was carried out before; it is not carried out now.",
                retryAfter: .seconds(5)
            )
        }
        guard let record else { return nil }
        // Of the order the record keeps whom, from where and what for.
        let isSame =
            Array(record.info.to.utf8) == Array(order.to.utf8) && record.info.from == order.from
            && record.info.plan == order.plan
        guard isSame || record.info.plan == CallPlan(order: name) else { throw Self.differs }
        return record.id
    }

    private func admit() throws(DiallingError) {
        let snapshot = self.manager.snapshot
        guard !snapshot.isDraining else {
            throw DiallingError(.draining, "The server is shutting down and makes no calls.", retryAfter: .seconds(10))
        }
        // This order is among them already.
        let underway = self.book.withLock { $0.underway(self.surroundings.monotonic()) }
        guard !snapshot.isOverloaded else {
            throw DiallingError(.full, "The machine has more to do than it can.", retryAfter: .seconds(10))
        }
        guard snapshot.live + snapshot.pending + underway <= snapshot.limit else {
            throw DiallingError(.full, "As many calls go on as may; raise MAX_CALLS.", retryAfter: .seconds(10))
        }
        if let wait = self.surroundings.limit() {
            throw DiallingError(
                .rateLimited,
                "More calls were ordered than may be made in a minute.",
                retryAfter: wait
            )
        }
    }

    /// The call is in the journal as soon as it has a name.
    private func note(_ order: CallOrder, _ outbound: OutboundCall, _ call: CallID) {
        let journal = self.manager.journal
        let info = CallInfo(
            id: call,
            account: self.configuration.account,
            direction: .outbound,
            from: outbound.from,
            to: outbound.to,
            receivedAt: journal.now,
            plan: order.plan
        )
        var event = journal.event(.received(info), in: call)
        event.id = self.surroundings.receivedID(call)
        journal.enqueue(event)
        self.logger.info("call ordered", metadata: ["call.sid": "\(call)"])
    }
}
