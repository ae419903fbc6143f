// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Twilio's REST API on one's own machine: `SimulatedTwilio.serveREST(account:routes:configure:report:)`.
///
/// ```swift
/// let rest = try await twilio.serveREST(account: .example, routes: ["https://voice.example.com": server.origin])
/// twilio.callees["+15005550010"] = .human(after: .seconds(2))
/// // POST \(rest.baseURL)/2010-04-01/Accounts/\(rest.account.sid)/Calls.json, with Basic authentication
/// let result = await rest.result(of: sid)
/// try await rest.stop()
/// ```
///
/// It answers as the 2010 API does: form in, JSON out, Basic authentication with the account's token or an API key,
/// Twilio's error numbers, lists in pages. Calls it is asked for reach the people of ``SimulatedTwilio/callees`` and
/// run like every simulated call; calls placed with `place(_:)` can be fetched, ended and sent elsewhere too.
public final class SimulatedREST: Sendable {
    /// What the account may do.
    public struct Settings: Sendable, Hashable {
        /// API keys that are accepted besides the account's token: secrets by SID.
        public var apiKeys: [String: String] = [:]
        /// Beginnings of numbers that may be called, such as `+1`; `nil` for all. Others are error 21215.
        public var permittedPrefixes: [String]?
        /// Numbers that may not be called: error 21216.
        public var blockedNumbers: Set<String> = []
        /// How many calls begin in a second; others wait. Twilio's own limit is 1, `nil` is none.
        public var callsPerSecond: Double?

        /// Everything is permitted.
        public init() {}
    }

    /// The account that owns everything here.
    public let account: SimulatedAccount
    let twilio: SimulatedTwilio
    let route: ServerRoute
    let configure: @Sendable (inout SimulatedCall) -> Void
    let report: @Sendable (String, SimulatedCallEvent) -> Void

    private struct State {
        var settings = Settings()
        var faults = FaultPlan()
        var requests: [SimulatedRESTRequest] = []
        var nextCall: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let server = Mutex<TwinServer?>(nil)
    /// Requests that are kept for ``requests``.
    private static let maximumRequests = 10_000

    init(
        twilio: SimulatedTwilio,
        account: SimulatedAccount,
        route: ServerRoute,
        configure: @escaping @Sendable (inout SimulatedCall) -> Void,
        report: @escaping @Sendable (String, SimulatedCallEvent) -> Void
    ) {
        self.twilio = twilio
        self.account = account
        self.route = route
        self.configure = configure
        self.report = report
    }

    func start() async throws {
        // Nobody is left to ask when the API was thrown away without being stopped.
        let server = TwinServer { [weak self] request in
            self?.reply(to: request) ?? TwinServer.Reply(answer: nil, fault: .refuse)
        }
        try await server.start(on: self.twilio.eventLoopGroup)
        self.server.withLock { $0 = server }
    }

    // MARK: For tests

    /// Where it listens, such as `http://127.0.0.1:40123`: what stands in place of `https://api.twilio.com`.
    public var baseURL: String { "http://127.0.0.1:\(self.server.withLock { $0?.port ?? 0 })" }

    /// What the account may do.
    public var settings: Settings {
        get { self.state.withLock { $0.settings } }
        set { self.state.withLock { $0.settings = newValue } }
    }

    /// Every request so far, in order of arrival; the latest ten thousand.
    public var requests: [SimulatedRESTRequest] { self.state.withLock { $0.requests } }

    /// Lets the next requests that match meet a fault. Faults planned first come first.
    ///
    /// - Parameters:
    ///   - fault: what happens.
    ///   - times: to how many requests.
    ///   - method: only of this method.
    ///   - path: only if the path contains this.
    public func plan(_ fault: RESTFault, times: Int = 1, method: String? = nil, path: String? = nil) {
        self.state.withLock { $0.faults.add(fault, times: times, method: method, path: path) }
    }

    /// Forgets the faults that have not happened yet.
    public func clearFaults() { self.state.withLock { $0.faults.clear() } }

    /// SIDs of all calls, the newest first.
    public var callSIDs: [String] { self.twilio.ledger.with { $0.calls.newestFirst.map(\.row.sid) } }

    /// How a call went, once it is over; `nil` when the task is cancelled before.
    public func result(of sid: String) async -> SimulatedCallResult? {
        await self.twilio.ledger.result(of: sid)
    }

    /// Ends the calls it made, waits for their last callbacks, and stops listening. Throws when the socket does.
    public func stop() async throws {
        for live in self.twilio.calls.all where live.call.direction != .inbound { live.give(.end(.apiHungUp)) }
        await self.twilio.background.finish()
        try await self.server.withLock { $0 }?.stop()
    }

    /// When the next call may begin, by the account's limit.
    func takeTurn() -> Duration {
        self.state.withLock { state in
            guard let rate = state.settings.callsPerSecond, rate > 0 else { return .zero }
            let now = ContinuousClock.now
            let turn = max(now, state.nextCall ?? now)
            state.nextCall = turn + .seconds(1 / rate)
            return turn - now
        }
    }

    // MARK: Answering

    private func reply(to request: SimulatedRESTRequest) -> TwinServer.Reply {
        var request = request
        let fault = self.state.withLock { $0.faults.take(method: request.method, path: request.path) }
        request.fault = fault
        let isCommitted = fault?.isCommitted ?? true
        let answer = isCommitted ? self.answer(request) : fault?.answer
        switch fault {
        case .refuse, .hang, .dropAfterCommit, .hangAfterCommit: break
        default: request.status = answer?.status
        }
        self.state.withLock { state in
            state.requests.append(request)
            if state.requests.count > Self.maximumRequests { state.requests.removeFirst() }
        }
        return TwinServer.Reply(answer: answer, fault: fault)
    }

    private func answer(_ request: SimulatedRESTRequest) -> TwinAnswer {
        do throws(TwinFailure) {
            return try self.dispatch(request)
        } catch {
            return error.answer
        }
    }

    private func dispatch(_ request: SimulatedRESTRequest) throws(TwinFailure) -> TwinAnswer {
        let user = try self.user(of: request)
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count >= 3, parts.prefix(2).elementsEqual(["2010-04-01", "Accounts"]) else {
            throw .unknown(request.path)
        }
        var path = Array(parts.dropFirst(2))
        guard var last = path.last, last.hasSuffix(".json") || Self.isMedia(path) else { throw .unknown(request.path) }
        if last.hasSuffix(".json") { last.removeLast(5) }
        path[path.count - 1] = last
        guard path[0] == self.account.sid else { throw .unknown(request.path) }
        if path.count == 1, user.hasPrefix("SK") { throw .unauthorised }
        var isKnown = false
        for route in Self.routes + Self.conferenceRoutes + Self.queueRoutes {
            guard let captures = route.captures(of: Array(path.dropFirst())) else { continue }
            isKnown = true
            guard route.method == request.method else { continue }
            return try route.answer(self, TwinRoute.Context(request: request, captures: captures))
        }
        throw isKnown ? TwinFailure(405, 20_004, "Method not allowed") : .unknown(request.path)
    }

    private static func isMedia(_ path: [Substring]) -> Bool {
        path.count == 3 && path[1] == "Recordings" && path[2].hasPrefix("RE")
    }

    /// Whoever asks; by Basic authentication, with the account's token or an API key.
    private func user(of request: SimulatedRESTRequest) throws(TwinFailure) -> String {
        guard let header = request.headers["authorization"], header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(header.dropFirst(6))),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { throw .unauthorised }
        let user = String(text[..<colon])
        let secret = String(text[text.index(after: colon)...])
        let isToken = user == self.account.sid && self.account.isSecret(secret)
        guard isToken || self.settings.apiKeys[user] == secret else { throw .unauthorised }
        return user
    }
}
