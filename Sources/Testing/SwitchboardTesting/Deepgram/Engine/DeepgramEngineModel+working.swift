// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio

extension DeepgramEngineModel {
    /// When audio or a command that waits can be worked on.
    var inputDeadline: Duration? {
        if self.input.hasDueCommand(unit: self.unit) { return self.clock }
        let available = self.input.available(unit: self.unit)
        guard available > 0 else { return nil }
        // In steps of 100 ms while there is a backlog.
        return self.pacer.time(for: min(available, 800 * self.unit))
    }

    /// When the silence of the client ends the connection.
    var idleDeadline: Duration? {
        guard self.upgrade.version == .nova else { return self.lastHeard + self.settings.fluxIdleLimit }
        let silent = self.lastHeard + self.settings.idleLimit
        guard self.report.audioBytes == 0 else { return self.isClosing && !self.isStuck ? nil : silent }
        return min(silent, self.report.openedAt + self.settings.firstAudioLimit)
    }

    /// `CloseStream` came and nothing is done about it.
    private var isStuck: Bool { self.faults.has(.closeStreamUnanswered, now: self.clock) }

    mutating func consume() {
        self.pacer.earn(now: self.clock)
        while !self.isOver {
            if let order = self.input.takeCommand(unit: self.unit) {
                self.execute(order)
                continue
            }
            let available = self.input.available(unit: self.unit)
            let count = self.pacer.allowance(of: available) / self.unit * self.unit
            guard count > 0 else { return }
            self.pacer.spend(count)
            self.hear(self.input.take(count))
        }
    }

    private mutating func hear(_ audio: ArraySlice<UInt8>) {
        guard self.unit > 1 else {
            self.post(self.engine.hear([audio]))
            return
        }
        let samples = self.upgrade.encoding == .mulaw ? Array(audio) : Self.compressed(audio)
        let separate = max(1, self.engine.channels.count)
        let channels = self.upgrade.channels
        let parts = (0..<separate).map { channel in
            stride(from: channel, to: samples.count, by: channels).map { samples[$0] }[...]
        }
        self.post(self.engine.hear(parts))
    }

    /// 16 bits, little endian, to mu-law.
    private static func compressed(_ audio: ArraySlice<UInt8>) -> [UInt8] {
        stride(from: audio.startIndex, to: audio.endIndex - 1, by: 2).map { index in
            MuLaw.encode(Int16(bitPattern: UInt16(audio[index]) | UInt16(audio[index + 1]) << 8))
        }
    }

    private mutating func execute(_ order: ListenOrder) {
        switch order.type {
        case "Finalize":
            let messages = self.engine.finalize(order.channel)
            if !self.faults.has(.finalizeUnanswered, now: self.clock) { self.post(messages) }
        case "ForceEndTurn": self.post(self.engine.forceEnd())
        case "Configure": self.post([self.engine.configure(order)])
        case "CloseStream": self.finish()
        case let type: preconditionFailure("\(type) is no command that waits for its place in the audio")
        }
    }

    /// What is left, how much it was, and the end.
    private mutating func finish() {
        self.post(self.engine.close())
        if self.upgrade.version == .nova {
            self.outbox.appendLast(.init(due: self.clock, action: .send(self.metadata(self.digest.hexadecimal))))
        }
        self.outbox.appendLast(.init(due: self.clock, action: .close(code: 1000, reason: "")))
    }

    private func metadata(_ digest: String) -> String {
        self.engine.messages.metadata(
            sha256: digest,
            created: self.settings.created,
            samples: self.engine.position
        ).encoded
    }

    mutating func endIdle(into actions: inout [DeepgramEngineAction]) {
        self.note(self.report.audioBytes == 0 ? .noAudio : .idle)
        if self.upgrade.version == .flux {
            let error = self.engine.fluxError(code: "INACTIVE_CLIENT", "No message came within the timeout window.")
            actions.append(.send(error.value.encoded))
        } else {
            actions.append(.send(self.metadata("incomplete")))
        }
        let reason = "Deepgram did not receive audio data or a text message within the timeout window."
        actions.append(.close(code: 1011, reason: reason + " See https://dpgr.am/net0001"))
        self.end(code: 1011)
    }

    /// A fault's moment has come.
    mutating func suffer(_ ending: EngineFaults.Ending, into actions: inout [DeepgramEngineAction]) {
        switch ending.kind {
        case .stall(let length):
            self.stalledUntil = max(self.stalledUntil ?? .zero, self.clock + length)
        case .close(let code):
            guard self.engine.isVoiced || self.clock > ending.at + .seconds(5) else {
                // In mid-word, if there is one within five seconds.
                self.faults.postpone(ending, to: self.clock + .milliseconds(20))
                return
            }
            let reason = code == 1011 ? "Deepgram did not provide a response message within the timeout window." : ""
            actions.append(.close(code: code, reason: reason.isEmpty ? "" : reason + " See https://dpgr.am/net0000"))
            self.end(code: code)
        case .drop:
            actions.append(.drop)
            self.end(code: nil)
        case .reset, .away:
            actions.append(.reset)
            self.end(code: nil)
        case .halfOpen:
            actions.append(.freeze)
            self.isOver = true
            self.outbox.removeAll()
        case let kind: preconditionFailure("\(kind) has no moment")
        }
    }
}
