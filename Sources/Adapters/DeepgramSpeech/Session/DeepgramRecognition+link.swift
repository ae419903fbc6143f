// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Deepgram

extension DeepgramRecognition {
    func linkOpened(_ link: any ListenLink) {
        self.dialling = nil
        guard !self.machine.isOver else { return link.abandon() }
        self.link = link
        self.desk.connected()
        if self.connections > 0 { DeepgramMetrics.reconnects.increment() }
        self.connections += 1
        self.trace?.opened(number: self.connections)
        self.machine.opened(fed: link.fedSamples, now: self.now)
        self.carryOn()
    }

    func linkFailed(_ error: DeepgramError) {
        self.dialling = nil
        self.trace?.ended(error)
        self.machine.dialFailed(error, now: self.now)
        self.carryOn()
    }

    func link(_ link: any ListenLink, received message: ListenMessage) {
        guard link === self.link else { return }
        self.machine.received(message, now: self.now)
        // Most messages have something to tell; none changes when to look next so much that the clock must be set anew.
        if self.machine.hasActions { self.carryOn() }
    }

    func link(_ link: any ListenLink, ignored reason: String) {
        guard link === self.link else { return }
        self.note(.ignored(reason))
    }

    func link(_ link: any ListenLink, ended error: DeepgramError?) {
        guard link === self.link else { return }
        _ = self.leave()
        self.trace?.ended(error)
        self.machine.ended(error, now: self.now)
        self.carryOn()
    }
}
