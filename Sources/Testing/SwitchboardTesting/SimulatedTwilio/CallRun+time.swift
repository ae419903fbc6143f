// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import TelephonyAudio
import Twilio

extension CallRun {
    /// Why a wait was over.
    enum Waited {
        /// The time has passed.
        case elapsed
        /// What was waited for has come about.
        case met
        /// Something ended the verb.
        case interrupted(Flow)
    }

    /// What ends the call now, whatever the verbs say.
    var reachedEnd: CallEnding? {
        if Task.isCancelled { return .callerHungUp }
        if let hangUp = self.call.script.hangUpAfter, self.now >= hangUp { return .callerHungUp }
        return self.now >= self.endOfTime ? .durationLimit : nil
    }

    /// The moment of the call at which it is ended because it lasts too long.
    private var endOfTime: Duration {
        guard let limit = self.call.timeLimit, let answered = self.answeredAt else { return self.call.limits.duration }
        return min(self.call.limits.duration, answered + limit)
    }

    /// How long until something ends the call, and what.
    var remaining: (time: Duration, end: StreamOutcome.End) {
        let limit = self.endOfTime - self.now
        guard let hangUp = self.call.script.hangUpAfter, hangUp - self.now <= limit else {
            return (max(.zero, limit), .durationLimit)
        }
        return (max(.zero, hangUp - self.now), .callerHungUp)
    }

    /// What stops the verbs now: the end of the call, or an order of the REST API, which is taken with that.
    mutating func takeInterruption() -> Flow? {
        for change in self.live.takeChanges() { self.apply(change) }
        if let ending = self.reachedEnd { return .end(ending) }
        switch self.live.takeOrder() {
        case .redirect(let request): return .ordered(request)
        case .end(let ending): return .end(ending)
        case nil: break
        }
        if let guardian, guardian.hasOrder || guardian.isOver { return .end(.callerHungUp) }
        return self.awakens?() == true ? .awakened : nil
    }

    private mutating func apply(_ change: CallChange) {
        switch change {
        case .statusCallback(let url, let method):
            self.call.statusCallback = url
            self.call.statusCallbackMethod = method
        case .fallback(let url, let method):
            self.call.fallbackURL = url
            self.call.fallbackMethod = method
        case .timeLimit(let limit): self.call.timeLimit = limit
        }
    }

    /// Lets time pass, at the pace of verbs; less when the call ends or is ordered elsewhere meanwhile.
    mutating func pass(_ time: Duration, with farEnd: (any FarEnd)? = nil) async -> Flow {
        if case .interrupted(let flow) = await self.wait(atMost: time, with: farEnd) { return flow }
        return .next
    }

    /// Lets time pass until something has come about; looks whenever the call's bell rings.
    ///
    /// While somebody is at the other end, or somebody listens in, the time passes in frames of 20 ms.
    mutating func wait(
        atMost limit: Duration,
        with farEnd: (any FarEnd)? = nil,
        until isMet: (CallRun) -> Bool = { _ in false }
    ) async -> Waited {
        let limit = min(max(.zero, limit), self.remaining.time)
        let watch = Stopwatch(self.twilio.clock)
        let begin = self.now
        var passed = Duration.zero
        while true {
            let rings = self.live.bell.rings
            if let flow = self.takeInterruption() { return .interrupted(flow) }
            if isMet(self) { return .met }
            guard passed < limit else { return .elapsed }
            let isAudible = farEnd != nil || self.live.hasTaps
            let goal = isAudible ? min(limit, passed + self.slice) : limit
            let pause = max(.zero, goal / self.call.verbPace - watch.elapsed)
            let isWoken = await self.sleep(pause, rings: rings) || Task.isCancelled
            // Woken early, the call has lasted as long as the clock says, but never longer than was asked for.
            let reached = isWoken ? min(goal, max(passed, watch.elapsed * self.call.verbPace)) : goal
            guard isAudible else {
                passed = reached
                self.now = begin + passed
                continue
            }
            while passed + .telephonyFrame <= reached || (reached == limit && passed < limit) {
                if let flow = self.liveFrame(with: farEnd) { return .interrupted(flow) }
                passed += .telephonyFrame
                self.now = begin + min(passed, limit)
                if isMet(self) { return .met }
            }
        }
    }

    /// Frames that are made at once: no clock is asked to sleep much less than 5 ms.
    private var slice: Duration {
        let frames = max(1, Int((.milliseconds(5) * self.call.verbPace / .telephonyFrame).rounded(.up)))
        return .telephonyFrame * frames
    }

    /// Whether the bell rang before the time was over.
    private func sleep(_ time: Duration, rings: Int) async -> Bool {
        let (clock, bell) = (self.twilio.clock, self.live.bell)
        guard time > .zero else { return bell.rings > rings }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                // Only cancellation wakes a clock early; whoever waits looks for that himself.
                (try? await clock.sleep(for: time)) == nil && bell.rings > rings
            }
            group.addTask {
                await bell.wait(after: rings)
                return true
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    /// 20 ms in which the caller speaks and hears, and others listen in.
    private mutating func liveFrame(with farEnd: (any FarEnd)?) -> Flow? {
        let heard = farEnd?.exchange(self.lastSaid) ?? .silentFrame
        let frame = self.speaker.next(hearing: heard)
        let said = frame.audio ?? .silentFrame
        self.lastSaid = said
        self.live.hear(CallAudioFrame(at: self.now, inbound: said, outbound: heard))
        if farEnd != nil, self.call.isRecorded {
            self.result.recording.caller += said.readableBytesView
            self.result.recording.agent += heard.readableBytesView
        }
        var flow: Flow?
        for action in frame.actions where flow == nil { flow = self.perform(action) }
        return flow
    }

    private mutating func perform(_ action: CallerAction) -> Flow? {
        switch action {
        case .startedSpeaking(let text): self.report(.callerSpeaks(text))
        case .finishedSpeaking: break
        case .press(let key): self.pressedKeys.append(key)
        case .failed(let step, let message):
            let failure = ScriptFailure(step: step, message: message, at: self.now.inSeconds)
            self.result.failures.append(failure)
            self.report(.failure(failure))
        case .hangUp: return .end(.callerHungUp)
        // The only sockets there are here are those of streams beside the call.
        case .fault(let fault): for stream in self.live.streams.running { stream.commit(fault) }
        }
        return nil
    }

    /// The other side hears it ring.
    func noteRinging() {
        self.twilio.ledger.updateCall(self.call.sid) { $0.status = .ringing }
    }

    /// Answers the call, unless it was answered before.
    mutating func answer() async {
        guard self.answeredAt == nil else { return }
        self.answeredAt = self.now
        self.twilio.ledger.updateCall(self.call.sid) { record in
            record.status = .inProgress
            record.started = .now
        }
        await self.reportProgress(.answered)
    }

    mutating func note(_ code: Int, _ message: String) {
        let violation = Violation(code, message, at: self.now.inSeconds)
        self.result.violations.append(violation)
        self.report(.violation(violation))
    }
}
