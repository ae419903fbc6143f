// SPDX-License-Identifier: Apache-2.0

public import CallCore
import Synchronization
import Twilio

/// A carrier that does nothing but remember what was wanted of it: for tests of whoever makes and moves calls.
///
/// ```swift
/// let carrier = ScriptedCarrier()
/// carrier.fail(with: CarrierError(.unavailable, "away"))
/// …
/// #expect(carrier.deeds.isEmpty)
/// ```
public final class ScriptedCarrier: CallCarrier {
    /// What was wanted.
    public enum Deed: Sendable, Hashable {
        /// A call.
        case dial(OutboundCall)
        /// The end of a call.
        case hangUp(CallID)
        /// That a call goes on at another address.
        case redirect(CallID, to: String)
    }

    private struct State {
        var deeds: [Deed] = []
        var error: CarrierError?
        var next: [CallID] = []
        var isHolding = false
        var held: [CheckedContinuation<Void, Never>] = []
        var reports: [CallID: CarrierReport] = [:]
        var asked: [CallID] = []
    }

    private let state = Mutex(State())

    /// Creates a carrier that does everything.
    public init() {}

    /// What was wanted so far, also what failed.
    public var deeds: [Deed] { self.state.withLock { $0.deeds } }

    /// The calls that were ordered.
    public var dialled: [OutboundCall] {
        self.deeds.compactMap { if case .dial(let call) = $0 { call } else { nil } }
    }

    /// The addresses that calls were sent to.
    public var redirects: [String] {
        self.deeds.compactMap { if case .redirect(_, let url) = $0 { url } else { nil } }
    }

    /// From now on everything fails so; `nil`: nothing any more.
    public func fail(with error: CarrierError?) {
        self.state.withLock { $0.error = error }
    }

    /// What is known of a call from now on; `nil`: nothing.
    public func knows(_ report: CarrierReport?, of call: CallID) {
        self.state.withLock { $0.reports[call] = report }
    }

    /// The calls that were asked about.
    public var asked: [CallID] { self.state.withLock { $0.asked } }

    /// The next calls that are ordered get these names; without any a random one.
    public func name(_ calls: CallID...) {
        self.state.withLock { $0.next += calls }
    }

    /// Orders wait until ``release()``.
    public func hold() {
        self.state.withLock { $0.isHolding = true }
    }

    /// Orders that wait are carried out, and no further one waits.
    public func release() {
        let held = self.state.withLock { state in
            state.isHolding = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Remembers the order; see ``CallCore/CallCarrier/dial(_:)``.
    public func dial(_ call: OutboundCall) async throws(CarrierError) -> CallID {
        self.state.withLock { $0.deeds.append(.dial(call)) }
        await self.waitWhileHeld()
        let (error, name) = self.state.withLock { state in
            (state.error, state.next.isEmpty ? CallID(CallSID.random().description) : state.next.removeFirst())
        }
        if let error { throw error }
        return name
    }

    private func waitWhileHeld() async {
        await withCheckedContinuation { continuation in
            let isHeld = self.state.withLock { state in
                if state.isHolding { state.held.append(continuation) }
                return state.isHolding
            }
            if !isHeld { continuation.resume() }
        }
    }

    /// Remembers the wish.
    public func hangUp(_ call: CallID) async throws(CarrierError) {
        try self.note(.hangUp(call))
    }

    /// Remembers the wish.
    public func redirect(_ call: CallID, to url: String) async throws(CarrierError) {
        try self.note(.redirect(call, to: url))
    }

    /// Tells what ``knows(_:of:)`` said. Questions wait until ``release()``, if orders do.
    public func report(on call: CallID) async throws(CarrierError) -> CarrierReport? {
        self.state.withLock { $0.asked.append(call) }
        await self.waitWhileHeld()
        let (error, report) = self.state.withLock { ($0.error, $0.reports[call]) }
        if let error { throw error }
        return report
    }

    private func note(_ deed: Deed) throws(CarrierError) {
        let error = self.state.withLock { state in
            state.deeds.append(deed)
            return state.error
        }
        if let error { throw error }
    }
}
