// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Twilio

extension CallRun {
    /// What a `<Dial>` to people has come to.
    private struct Dialled {
        /// Whom it is about: who answered, or the last who did not.
        var sid = ""
        var status = CallStatus.noAnswer
        var bridged: Duration?
        var sipResponse: Int?
        var isSIP = false
        /// Set when the verb was ended from outside.
        var flow: Flow?
    }

    /// Calls people and connects the caller with the first who answers.
    mutating func dialPeople(
        _ targets: [DialTarget],
        of node: DocumentNode,
        at place: Int
    ) async throws(DebuggerError) -> Flow {
        let bridgesFirst = node.flag("answerOnBridge", default: false)
        if !bridgesFirst { await self.answer() }
        let recorder = try self.dialRecorder(node, when: "record-from-ringing")
        let callees = targets.map { self.twilio.callees[$0.address] ?? .noAnswer }
        let timeout = Duration.seconds(min(600, max(0, node.integer("timeout") ?? 30)))
        let race = DialRace(callees, timeout: timeout, isSequential: node.flag("sequential", default: false))
        var legs: [Int: CallRun] = [:]
        var dialled = await self.ring(race, targets, callees, node, &legs)
        if let winner = dialled.winner, var leg = legs.removeValue(forKey: winner) {
            dialled.result = await self.connect(with: &leg, targets[winner], callees[winner], node, recorder)
            self.result.legs.append(leg.result)
        }
        recorder?.stop()
        let result = dialled.result
        self.result.verbs[place].outcome = result.status.rawValue
        if let flow = result.flow { return flow }
        return try self.afterDial(node, self.parameters(of: result, recorder))
    }

    // MARK: Ringing

    private struct Ringing {
        var winner: Int?
        var result = Dialled()
    }

    /// Lets it ring until somebody answers or nobody is left.
    private mutating func ring(
        _ race: DialRace,
        _ targets: [DialTarget],
        _ callees: [SimulatedCallee],
        _ node: DocumentNode,
        _ legs: inout [Int: CallRun]
    ) async -> Ringing {
        var ringing = Ringing()
        var failures: [CallStatus] = []
        let begin = self.now
        for event in race.events {
            let flow = await self.pass(begin + event.at - self.now)
            if case .next = flow {
            } else {
                ringing.result.flow = flow
                break
            }
            switch event.kind {
            case .dialled:
                var leg = await self.leg(targets[event.party], callees[event.party], node)
                await leg.reportProgress(.initiated)
                legs[event.party] = leg
            case .rings:
                legs[event.party]?.noteRinging()
                await legs[event.party]?.reportProgress(.ringing)
            case .answers: ringing.winner = event.party
            case .ends(let status, let sipResponse):
                guard var leg = legs.removeValue(forKey: event.party) else { continue }
                (leg.unansweredStatus, leg.sipResponse) = (status, sipResponse)
                await self.give(up: &leg)
                ringing.result.sid = leg.call.sid
                ringing.result.sipResponse = sipResponse
                ringing.result.isSIP = targets[event.party].isSIP
                failures.append(status)
            }
        }
        ringing.result.status = DialRace.status(of: failures)
        if ringing.result.flow != nil {
            for (_, leg) in legs.sorted(by: { $0.key < $1.key }) {
                var leg = leg
                (leg.unansweredStatus, leg.sipResponse) = (.canceled, 487)
                await self.give(up: &leg)
            }
            ringing.result.status = .canceled
            ringing.winner = nil
        }
        return ringing
    }

    private mutating func give(up leg: inout CallRun) async {
        leg.now = self.now
        await leg.finish(.notAnswered)
        self.result.legs.append(leg.result)
    }

    // MARK: Connected

    /// Somebody has answered: whispers, connects, and hangs up in the end.
    private mutating func connect(
        with leg: inout CallRun,
        _ target: DialTarget,
        _ callee: SimulatedCallee,
        _ node: DocumentNode,
        _ recorder: CallRecorder?
    ) async -> Dialled {
        var dialled = Dialled(sid: leg.call.sid, status: .completed, isSIP: target.isSIP)
        leg.now = self.now
        await leg.answer()
        self.detect(on: leg, target, callee)
        let keys = target.node.attributes["sendDigits"] ?? ""
        if await self.prepare(&leg, target, keys: keys) {
            if let flow = self.takeInterruption() {
                dialled.flow = flow
            } else {
                let begin = self.now
                dialled.flow = await self.talk(with: &leg, callee, node, recorder)
                dialled.bridged = self.now - begin
            }
        } else if let flow = self.takeInterruption() {
            dialled.flow = flow
        }
        leg.now = self.now
        if case .redirect(let request)? = leg.live.takeOrder(), !leg.live.isOver {
            self.release(leg, to: request)
        } else {
            await leg.finish(.documentEnded)
        }
        return dialled
    }

    /// The two are connected until one of them leaves.
    private mutating func talk(
        with leg: inout CallRun,
        _ callee: SimulatedCallee,
        _ node: DocumentNode,
        _ ringRecorder: CallRecorder?
    ) async -> Flow? {
        await self.answer()
        self.answerRecorder = ringRecorder == nil ? try? self.dialRecorder(node, when: "record-from-answer") : nil
        let other = PersonFarEnd(leg.speaker, leg.live, at: leg.now)
        leg.live.follow(self.live.bell)
        defer { leg.live.unfollow(self.live.bell) }
        let limit = Duration.seconds(max(1, node.integer("timeLimit") ?? 14_400))
        let endsOnStar = node.flag("hangupOnStar", default: false)
        self.pressedKeys = []
        let legLive = leg.live
        let waited = await self.wait(atMost: min(limit, callee.talks ?? limit), with: other) { run in
            other.hasHungUp || legLive.hasOrder || (endsOnStar && run.pressedKeys.contains("*"))
        }
        self.answerRecorder?.stop()
        leg.speaker = other.speaker
        leg.result.failures += other.failures
        if case .interrupted(let flow) = waited { return flow }
        return nil
    }

    private mutating func parameters(of dialled: Dialled, _ ringRecorder: CallRecorder?) -> FormParameters {
        var parameters: FormParameters = [
            "DialCallStatus": dialled.status.rawValue, "DialCallSid": dialled.sid,
            "DialBridged": dialled.bridged == nil ? "false" : "true",
        ]
        if let bridged = dialled.bridged {
            parameters.append("DialCallDuration", String(Int(bridged.inSeconds.rounded())))
        }
        if dialled.isSIP {
            parameters.append("DialSipCallId", "\(dialled.sid)@simulated.invalid")
            parameters.append("DialSipResponseCode", String(dialled.sipResponse ?? 200))
        }
        if let recorder = ringRecorder ?? self.answerRecorder, recorder.length > .zero {
            for field in self.parameters(of: recorder) { parameters.append(field) }
        }
        self.answerRecorder = nil
        return parameters
    }
}
