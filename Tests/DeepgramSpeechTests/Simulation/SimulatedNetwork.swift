// SPDX-License-Identifier: Apache-2.0

import Deepgram
import NIOCore
import SwitchboardTesting

/// The way between a call and a simulated Deepgram, in virtual time: messages take their time, arrive in order, and are lost
/// with a connection that is reset. Used by one simulation on one thread: nothing of it is ever shared, in spite of
/// `Sendable`.
final class SimulatedNetwork: ListenDialler, @unchecked Sendable {
    /// How long an attempt may take, as with the real client.
    static let connectTimeout = Duration.seconds(5)

    let plan: SimulationPlan
    let agenda = Agenda()
    var service: DeepgramServiceModel
    let decoder = ListenMessageDecoder()
    var now: Duration { self.clock() }
    private let clock: () -> Duration
    /// Told what happens, when one schedule is looked at.
    var trace: ((String) -> Void)?
    private(set) var links: [SimulatedLink] = []
    private var breaks: [Duration]

    init(_ plan: SimulationPlan, clock: @escaping () -> Duration) {
        self.plan = plan
        self.clock = clock
        self.breaks = plan.breaks
        self.service = DeepgramServiceModel(faults: plan.faults, seed: plan.seed)
    }

    func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let dialling = SimulatedDialling(owner)
        self.tell("dial")
        let ear = ScriptEar(self.plan.words)
        let authorization = "Token \(self.service.settings.key)"
        let handshake = self.service.connect(
            to: parameters.target,
            authorization: authorization,
            ear: ear,
            now: self.now
        )
        let trip = self.plan.latency * 3
        switch handshake {
        case .accepted(let model, let delay):
            let link = SimulatedLink(model, on: self, owner: owner)
            self.links.append(link)
            self.agenda.add(self.now + trip + delay) { self.open(link, dialling) }
        case .refused(let refusal, let delay):
            let code: DeepgramError.Code = refusal.status == 429 ? .tooManyConnections : .unavailable
            let error = DeepgramError(code, refusal.message, retryAfter: refusal.retryAfter)
            self.agenda.add(self.now + trip + delay) { dialling.fail(error) }
        case .unanswered:
            let error = DeepgramError(.timedOut, "No answer.")
            self.agenda.add(self.now + Self.connectTimeout) { dialling.fail(error) }
        case .unreachable:
            let error = DeepgramError(.connectFailed, "Nobody there.")
            self.agenda.add(self.now + trip) { dialling.fail(error) }
        }
        return dialling
    }

    func tell(_ what: @autoclosure () -> String) {
        guard let trace = self.trace else { return }
        trace("\(self.now): \(what())")
    }

    private func open(_ link: SimulatedLink, _ dialling: SimulatedDialling) {
        guard !dialling.isOver else { return link.vanish() }
        dialling.isOver = true
        if !self.breaks.isEmpty {
            let time = self.breaks.removeFirst()
            self.agenda.add(self.now + time) { link.cut() }
        }
        self.tell("open \(link.number)")
        link.open(warmth: self.plan.warmth)
        dialling.owner.linkOpened(link)
    }
}
