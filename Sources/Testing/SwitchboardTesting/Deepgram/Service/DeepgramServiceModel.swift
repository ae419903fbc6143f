// SPDX-License-Identifier: Apache-2.0

/// The whole of a simulated Deepgram as a value: who may connect, how many, and what goes wrong when.
///
/// ```swift
/// var service = DeepgramServiceModel(faults: try DeepgramFault.list(parsing: "drop=5s, refuse=429@2"), seed: 7)
/// switch service.connect(to: "/v1/listen?…", authorization: "Token \(service.settings.key)", now: clock) {
/// case .accepted(var model, let delay): …
/// case .refused, .unanswered, .unreachable: …
/// }
/// ```
public struct DeepgramServiceModel: Sendable {
    /// What it is like.
    public var settings: DeepgramServiceSettings
    /// What goes wrong.
    public private(set) var faults: [DeepgramFault]
    /// The newest attempts to connect, in order; how many is ``DeepgramServiceSettings/recordedConnections``.
    public private(set) var attempts: [DeepgramAttempt] = []
    /// How many attempts there were.
    public private(set) var attemptCount = 0
    /// Connections that are open.
    public private(set) var open: Set<Int> = []
    /// The most that were open at once.
    public private(set) var peak = 0
    /// Somebody has taken the service away.
    public var isSwitchedOff = false
    /// How often the faults were changed.
    private(set) var faultsVersion = 0
    private var random: SimulationRandom

    /// A service.
    public init(
        _ settings: DeepgramServiceSettings = DeepgramServiceSettings(),
        faults: [DeepgramFault] = [],
        seed: UInt64? = nil
    ) {
        self.settings = settings
        self.settings.seed = seed ?? settings.seed
        self.faults = faults
        self.random = SimulationRandom(seed: self.settings.seed)
    }

    /// Other faults from now on, for attempts and for new connections; those that are open keep theirs.
    public mutating func set(faults: [DeepgramFault]) {
        self.faults = faults
        self.faultsVersion += 1
    }

    /// Whether nobody can be reached.
    public func isAway(at now: Duration) -> Bool {
        self.isSwitchedOff || self.faults.contains { $0.absence?.contains(now) == true }
    }

    /// Somebody tries to connect. Whoever was accepted is to be given back with ``ended(_:)``.
    public mutating func connect(
        to target: String,
        authorization: String?,
        traceparent: String? = nil,
        ear: any SimulatedEar = NumberedEar(),
        now: Duration
    ) -> DeepgramHandshake {
        let number = self.attemptCount + 1
        let handshake = self.answer(target, authorization, ear, number: number, now: now)
        self.note(
            DeepgramAttempt(
                number: number,
                at: now,
                target: target,
                traceparent: traceparent,
                outcome: handshake.outcome
            )
        )
        guard case .accepted = handshake else { return handshake }
        self.open.insert(number)
        self.peak = max(self.peak, self.open.count)
        return handshake
    }

    /// Somebody tried to connect while the service was away; nobody knows to what.
    mutating func noteUnreachable(now: Duration) {
        let number = self.attemptCount + 1
        self.note(DeepgramAttempt(number: number, at: now, target: "", outcome: .unreachable))
    }

    private mutating func note(_ attempt: DeepgramAttempt) {
        self.attemptCount = attempt.number
        self.attempts.append(attempt)
        let surplus = self.attempts.count - self.settings.recordedConnections
        if surplus > self.settings.recordedConnections / 10 { self.attempts.removeFirst(surplus) }
    }

    /// The connection with this number (that of its report) is no more.
    public mutating func ended(_ number: Int) { self.open.remove(number) }

    private mutating func answer(
        _ target: String,
        _ authorization: String?,
        _ ear: any SimulatedEar,
        number: Int,
        now: Duration
    ) -> DeepgramHandshake {
        guard !self.isAway(at: now) else { return .unreachable }
        let faults = self.faults.filter { $0.concerns(number) && $0.isActive(at: now) }
        if faults.contains(where: { $0.kind == .noAnswer }) { return .unanswered }
        let delay = Self.delay(faults)
        do throws(DeepgramRefusal) {
            try Self.refuse(faults)
            try self.check(authorization)
            let upgrade = try DeepgramUpgrade(target: target)
            guard self.open.count < self.settings.listenLimit else { throw DeepgramRefusal(status: 429) }
            let model = DeepgramEngineModel(
                upgrade,
                ear: ear,
                settings: self.settings.engine,
                faults: self.faults,
                number: number,
                seed: self.settings.seed,
                now: now
            )
            return .accepted(model, after: delay)
        } catch {
            var refusal = error
            refusal.requestID = self.random.identifier()
            return .refused(refusal, after: delay)
        }
    }

    private static func delay(_ faults: [DeepgramFault]) -> Duration {
        faults.reduce(.zero) { delay, fault in
            if case .slowConnect(let time) = fault.kind { delay + time } else { delay }
        }
    }

    private static func refuse(_ faults: [DeepgramFault]) throws(DeepgramRefusal) {
        for fault in faults {
            if case .refuse(let status, let retryAfter) = fault.kind {
                throw DeepgramRefusal(status: status, retryAfter: retryAfter)
            }
        }
    }

    /// `Token` goes with a key, `Bearer` with an access token, and never the other way round.
    func check(_ authorization: String?) throws(DeepgramRefusal) {
        let parts = (authorization ?? "").split(separator: " ", maxSplits: 1)
        let secret = parts.count == 2 ? String(parts[1]) : nil
        let isRight =
            switch parts.first?.lowercased() {
            case "token": secret == self.settings.key
            case "bearer": secret == self.settings.accessToken
            case _: false
            }
        guard isRight else { throw DeepgramRefusal(status: 401) }
    }
}

extension DeepgramHandshake {
    var outcome: DeepgramAttempt.Outcome {
        switch self {
        case .accepted: .accepted
        case .refused(let refusal, _): .refused(refusal.status)
        case .unanswered: .unanswered
        case .unreachable: .unreachable
        }
    }
}
