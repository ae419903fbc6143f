// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Deepgram
import NIOCore

extension DeepgramRecognition {
    /// Does what the machine wants after something has happened, and looks when to ask it again.
    func carryOn() {
        self.perform()
        self.pump(self.now)
        self.perform()
        self.gauge.set(self.machine)
        if self.machine.isOver { self.close() } else { self.schedule() }
    }

    /// Does what is to be done, in order. An event may lead back here: the outer loop goes on then.
    func perform() {
        guard !self.isPerforming else { return }
        self.isPerforming = true
        defer { self.isPerforming = false }
        while let action = self.machine.nextAction() { self.perform(action) }
    }

    /// Sends what may be sent now.
    func pump(_ now: Duration) {
        while let link = self.link, let step = self.machine.nextStep(now: now) {
            let isTaken = self.send(step, on: link)
            // A link may end from within a call.
            guard self.link === link else { return }
            guard isTaken else { return self.machine.refused(now: now) }
            self.machine.sent(step, now: now)
        }
    }

    private func send(_ step: SendStep, on link: any ListenLink) -> Bool {
        switch step {
        case .audio(let range):
            DeepgramMetrics.batches.increment()
            return link.sendAudio { self.ring.write(range, into: &$0) }
        case .command(let command):
            return link.send(command)
        }
    }

    private func perform(_ action: RecognitionAction) {
        switch action {
        case .dial:
            let trace = self.trace?.dialled()
            self.dialling = self.dialler.dial(self.parameters, in: trace, on: self.eventLoop, for: self)
        case .cancelDial:
            self.dialling?.cancel()
            self.trace?.ended("cancelled")
            self.dialling = nil
        case .abandon:
            self.leave()?.abandon()
            self.trace?.ended("abandoned")
        case .giveBack:
            self.leave()?.giveBack()
            self.trace?.ended("given_back")
        case .fill(let count):
            self.ring.appendSilence(count)
        case .skip(let count):
            self.ring.skip(count)
        case .discard(let position):
            self.ring.discard(before: position)
        case .deliver(let event):
            self.deliver(event)
        case .note(let note):
            self.note(note)
        }
    }

    /// The link is ours no longer.
    func leave() -> (any ListenLink)? {
        defer { self.link = nil }
        if self.link != nil { self.desk.disconnected() }
        return self.link
    }

    /// Nothing will happen any more. The ring stays for another engine that may ask for it.
    func close() {
        self.timer?.task.cancel()
        self.timer = nil
        self.desk.closed(self.gauge)
    }

    private func schedule() {
        let now = self.eventLoop.now
        guard let wait = self.machine.nextTick(now: now.sinceStart) else { return }
        let deadline = now + TimeAmount(wait)
        if let timer = self.timer {
            // The one that is set comes early enough; asking again then is cheaper than a new one each time.
            guard timer.deadline > deadline else { return }
            timer.task.cancel()
        }
        let task = self.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            self.timer = nil
            self.machine.tick(now: self.now)
            self.carryOn()
        }
        self.timer = (task, deadline)
    }
}
