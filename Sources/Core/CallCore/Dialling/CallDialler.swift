// SPDX-License-Identifier: Apache-2.0

public import Logging
public import NIOCore
import Synchronization

/// Makes calls: only where they may go, only as many as may, and an order that comes twice dials once.
///
/// Nothing is ever dialled but by ``dial(_:)``: orders are not kept beyond the process, so a restart dials nobody. What
/// was dialled is in the journal as soon as the carrier has named the call.
///
/// ```swift
/// let dialler = CallDialler(carrier: carrier, manager: manager, configuration: configuration, logger: logger) { order in …URLs… }
/// let call = try await dialler.dial(CallOrder(to: "+12025550143", plan: CallPlan(order: "reminder-17")))
/// ```
public final class CallDialler: Sendable {
    /// Whom may be called, from where, and how much is kept in mind.
    public struct Configuration: Sendable {
        /// The account that is billed, for the record.
        public var account = ""
        /// The account's own numbers; the first is shown unless the order says otherwise.
        public var callerNumbers: [String] = []
        /// Where calls may go.
        public var destinations = DiallingRules.nothing
        /// How long it may ring, unless the order says otherwise.
        public var ringLimit = Duration.seconds(30)
        /// Orders that are kept in mind.
        public var maximumOrders = 10_000
        /// How long an order is kept in mind.
        public var orderLifetime = Duration.seconds(86_400)

        /// Nothing is allowed.
        public init() {}
    }

    /// Where the carrier asks and reports for one order.
    public struct Addresses: Sendable {
        /// Asked what to do once somebody answers.
        public var answer: String
        /// Asked when that fails.
        public var fallback: String
        /// Told of the call's progress.
        public var status: String
        /// Told who took the call.
        public var machine: String

        /// Creates the addresses.
        public init(answer: String, fallback: String, status: String, machine: String) {
            self.answer = answer
            self.fallback = fallback
            self.status = status
            self.machine = machine
        }
    }

    /// What became of an order.
    public struct Dialled: Sendable, Hashable {
        /// The call.
        public var call: CallID
        /// Whether the order had been carried out before.
        public var isRepeated: Bool
    }

    /// What surrounds the dialler, as functions.
    public struct Surroundings: Sendable {
        /// Where the carrier asks and reports for the order of this name; `nil` while the server does not listen yet.
        public var addresses: @Sendable (String) -> Addresses?
        /// Names the event that a call was received, so that a webhook that says the same is stored once.
        public var receivedID: @Sendable (CallID) -> EventID
        /// Counts a call against the limit of calls a minute; how long to wait if there are too many.
        public var limit: @Sendable () -> Duration?
        /// The time by which orders are forgotten.
        public var monotonic: @Sendable () -> NIODeadline

        /// Creates the surroundings.
        public init(
            addresses: @escaping @Sendable (String) -> Addresses?,
            receivedID: @escaping @Sendable (CallID) -> EventID,
            limit: @escaping @Sendable () -> Duration? = { nil },
            monotonic: @escaping @Sendable () -> NIODeadline = { .now() }
        ) {
            self.addresses = addresses
            self.receivedID = receivedID
            self.limit = limit
            self.monotonic = monotonic
        }
    }

    /// The telephone company.
    public let carrier: any CallCarrier
    let manager: CallSessionManager
    let configuration: Configuration
    let surroundings: Surroundings
    let logger: Logger
    let book: Mutex<OrderBook>

    /// Creates a dialler that has no orders.
    public init(
        carrier: any CallCarrier,
        manager: CallSessionManager,
        configuration: Configuration,
        surroundings: Surroundings,
        logger: Logger
    ) {
        self.carrier = carrier
        self.manager = manager
        self.configuration = configuration
        self.surroundings = surroundings
        self.logger = logger
        self.book = Mutex(
            OrderBook(
                capacity: configuration.maximumOrders,
                lifetime: configuration.orderLifetime,
                patience: configuration.ringLimit + .seconds(90)
            )
        )
    }

    /// Whether calls to this address are allowed.
    public func allows(_ target: TransferTarget) -> Bool {
        self.configuration.destinations.allows(target.description)
    }

    /// What was ordered under this name, as long as it is kept in mind.
    public func plan(of order: String) -> CallPlan? {
        self.book.withLock { $0.plan(of: order) }
    }

    /// A webhook says which call an order has become; it may come before the carrier's own answer, or instead of it.
    public func seen(_ order: String, as call: CallID) {
        self.book.withLock { $0.seen(order, as: call) }
    }

    /// The call was answered, or is over.
    public func arrived(_ call: CallID) {
        self.book.withLock { $0.arrived(call) }
    }
}
