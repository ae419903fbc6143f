// SPDX-License-Identifier: Apache-2.0

import Deepgram
import NIOCore
import SwitchboardTesting

/// A simulated connection, with the manners of the real one: a bounded queue, a deadline for what is not taken, another for
/// the end after `CloseStream`.
final class SimulatedLink: ListenLink {
    private static let longestQueue = 65_536
    private static let writeDeadline = Duration.seconds(2)
    private static let drainTimeout = Duration.seconds(10)

    private enum Parcel {
        case audio([UInt8])
        case text(String)
    }

    let requestID: String? = "22222222-3333-4444-5555-666666666666"
    private(set) var fedSamples = 0
    private(set) var queuedBytes = 0
    private(set) var model: DeepgramEngineModel
    private let network: SimulatedNetwork
    private var owner: (any ListenLinkOwner)?
    private var waiting: [Parcel] = []
    private var isReading = true
    private var stuckSince: Duration?
    private var isClosing = false
    /// The server's side is gone.
    private var isDead = false
    private var wake: Duration?

    init(_ model: DeepgramEngineModel, on network: SimulatedNetwork, owner: any ListenLinkOwner) {
        self.model = model
        self.network = network
        self.owner = owner
    }

    var number: Int { self.model.report.number }
    private var latency: Duration { self.network.plan.latency }
    private var now: Duration { self.network.now }

    /// Hands the connection to the call; it may have been kept warm with silence.
    func open(warmth: Int) {
        self.perform(self.model.open())
        guard warmth > 0 else { return }
        self.fedSamples = warmth
        let silence = [UInt8](repeating: SimulationPlan.hush, count: warmth)
        self.perform(self.model.receive(audio: silence, now: self.now))
    }

    func sendAudio(_ write: (inout ByteBuffer) -> Void) -> Bool {
        guard self.owner != nil, !self.isClosing, self.queuedBytes < Self.longestQueue else { return false }
        var buffer = ByteBuffer()
        write(&buffer)
        self.fedSamples += buffer.readableBytes
        self.queuedBytes += buffer.readableBytes
        self.ship(.audio(Array(buffer.readableBytesView)))
        return true
    }

    func send(_ command: ListenCommand) -> Bool {
        guard self.owner != nil, !self.isClosing else { return false }
        self.network.tell("\(self.number) is told \(command) at \(self.fedSamples)")
        switch command {
        case .closeStream:
            self.isClosing = true
            self.ship(.text(#"{"type":"CloseStream"}"#))
            self.network.agenda.add(self.now + Self.drainTimeout) { self.end(.timedOut, "It was not closed in time.") }
        case .finalize: self.ship(.text(#"{"type":"Finalize"}"#))
        case .forceEndTurn: self.ship(.text(#"{"type":"ForceEndTurn"}"#))
        default: return false
        }
        return true
    }

    func abandon() { self.vanish() }
    func giveBack() { self.vanish() }

    /// The client's side is gone.
    func vanish() {
        self.network.tell("\(self.number) is given up")
        self.owner = nil
        self.lose()
    }

    /// The network breaks the connection: what is on its way is lost.
    func cut() {
        self.lose()
        self.end(.connectFailed, "The network broke the connection.")
    }

    private func lose() {
        guard !self.isDead else { return }
        self.isDead = true
        self.model.ended(now: self.now)
        self.network.service.ended(self.model.report.number)
    }

    private func ship(_ parcel: Parcel) {
        self.network.agenda.add(self.now + self.latency) { self.arrive(parcel) }
    }

    private func arrive(_ parcel: Parcel) {
        guard !self.isDead, !self.model.isOver else { return }
        guard self.isReading else {
            self.waiting.append(parcel)
            return
        }
        switch parcel {
        case .audio(let bytes):
            self.queuedBytes -= bytes.count
            self.perform(self.model.receive(audio: bytes, now: self.now))
        case .text(let text): self.perform(self.model.receive(text: text, now: self.now))
        }
    }

    private func perform(_ actions: [DeepgramEngineAction]) {
        for action in actions { self.perform(action) }
        self.sleep()
    }

    private func perform(_ action: DeepgramEngineAction) {
        switch action {
        case .setReading(let isReading): self.read(isReading)
        case .freeze: break
        case .reset:
            // What was on its way is lost with it.
            self.lose()
            self.network.agenda.add(self.now + self.latency) { self.end(.connectFailed, "Reset.") }
        case .drop, .close, .send, .sendBinary:
            self.network.agenda.add(self.now + self.latency) { self.deliver(action) }
        }
    }

    private func read(_ isReading: Bool) {
        self.isReading = isReading
        guard isReading else {
            self.stuckSince = self.now
            self.network.agenda.add(self.now + Self.writeDeadline) {
                guard let since = self.stuckSince, self.now - since >= Self.writeDeadline else { return }
                self.end(.timedOut, "Nothing was taken in time.")
            }
            return
        }
        self.stuckSince = nil
        let waiting = self.waiting
        self.waiting = []
        for parcel in waiting { self.arrive(parcel) }
    }

    private func deliver(_ action: DeepgramEngineAction) {
        guard let owner = self.owner, !self.isLostInFlight else { return }
        self.network.tell("\(self.number) says \(action)")
        switch action {
        case .send(let text):
            do throws(DeepgramError) {
                owner.link(self, received: try self.network.decoder.decode(text))
            } catch {
                owner.link(self, ignored: error.code.description)
            }
        case .sendBinary: owner.link(self, ignored: "binary")
        case .close(1000, _) where self.isClosing: self.finish(nil)
        case .close(let code, let reason): self.end(.unavailable, "Closed with \(code).", cause: reason)
        default: self.end(.connectFailed, "Dropped.")
        }
    }

    /// A reset takes what is on its way with it; a proper end does not.
    private var isLostInFlight: Bool { self.isDead && self.model.report.closeCode == nil && !self.model.isOver }

    private func end(_ code: DeepgramError.Code, _ message: String, cause: String? = nil) {
        self.finish(DeepgramError(code, message, cause: cause))
    }

    private func finish(_ error: DeepgramError?) {
        guard let owner = self.owner else { return }
        self.owner = nil
        self.lose()
        self.network.tell("\(self.number) ended: \(error.map { "\($0)" } ?? "properly")")
        owner.link(self, ended: error)
    }

    /// Comes back when the server has something to do.
    private func sleep() {
        guard !self.isDead, let deadline = self.model.nextDeadline, self.wake.map({ deadline < $0 }) ?? true else {
            return
        }
        self.wake = deadline
        self.network.agenda.add(max(deadline, self.now)) {
            guard self.wake == deadline, !self.isDead else { return }
            self.wake = nil
            self.perform(self.model.advance(to: self.now))
        }
    }
}
