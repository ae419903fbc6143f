// SPDX-License-Identifier: Apache-2.0

extension DeepgramEngineModel {
    mutating func takeAudio(_ audio: some Collection<UInt8>, into actions: inout [DeepgramEngineAction]) {
        guard !audio.isEmpty else {
            // An old way to say CloseStream (page "Troubleshooting WebSocket, DATA, and NET Errors").
            self.note(.emptyBinary)
            self.takeClose()
            return
        }
        guard !self.isClosing else {
            self.note(.afterCloseStream, "audio")
            return
        }
        self.inspect(audio)
        self.count(audio.count)
        guard !self.isUndecodable(audio) else {
            self.note(.undecodableAudio)
            let reason = "The payload cannot be decoded as audio. See https://dpgr.am/data0000"
            actions.append(.close(code: 1008, reason: reason))
            self.end(code: 1008)
            return
        }
        self.digest.update(audio)
        self.input.append(audio)
        self.slowDown(audio.count, into: &actions)
    }

    private mutating func count(_ bytes: Int) {
        self.report.audioBytes += bytes
        self.report.audioMessages += 1
        self.report.firstAudioAt = self.report.firstAudioAt ?? self.clock
        self.report.lastAudioAt = self.clock
        self.lastHeard = self.clock
        if bytes > NovaChannel.rate * self.unit { self.note(.largeMessage, "\(bytes) bytes") }
        let waiting = Double(self.input.waiting + bytes) / Double(NovaChannel.rate * self.unit)
        if waiting > 1.5, !self.report.violations.contains(where: { $0.kind == .tooFast }) {
            self.note(.tooFast, "\(waiting) s wait")
        }
    }

    /// Commands in binary messages are audio to the engine; here somebody notices.
    private mutating func inspect(_ audio: some Collection<UInt8>) {
        guard audio.count < 4096, audio.first == UInt8(ascii: "{"), let order = ListenOrder(audio) else { return }
        self.note(order.type == "KeepAlive" ? .keepAliveAsBinary : .commandAsBinary, order.type)
    }

    /// Containers at the beginning, where raw audio was announced.
    private func isUndecodable(_ audio: some Collection<UInt8>) -> Bool {
        guard self.report.audioMessages == 1 else { return false }
        let magic: [[UInt8]] = [
            Array("RIFF".utf8), Array("OggS".utf8), Array("fLaC".utf8), Array("ID3".utf8), [0x1A, 0x45, 0xDF, 0xA3],
        ]
        return magic.contains { audio.starts(with: $0) }
    }

    private mutating func slowDown(_ bytes: Int, into actions: inout [DeepgramEngineAction]) {
        let rate = self.faults.first(now: self.clock) { fault -> Int? in
            if case .slowReading(let rate) = fault.kind { rate } else { nil }
        }
        guard let rate else { return }
        let pause = Duration(scripted: Double(bytes) / Double(rate))
        if self.readsAgainAt == nil { actions.append(.setReading(false)) }
        self.readsAgainAt = max(self.readsAgainAt ?? self.clock, self.clock) + pause
    }

    mutating func takeText(_ text: some Collection<UInt8>) {
        guard let order = ListenOrder(text) else {
            self.report.commands["?", default: 0] += 1
            self.note(.unknownCommand)
            self.complain(about: text)
            return
        }
        self.report.commands[order.type, default: 0] += 1
        self.lastHeard = self.clock
        guard !self.isClosing else {
            self.note(.afterCloseStream, order.type)
            return
        }
        switch (order.type, self.upgrade.version) {
        case ("CloseStream", _): self.takeClose()
        case ("KeepAlive", .nova): break
        case ("Finalize", .nova), ("ForceEndTurn", .flux): self.input.append(order)
        case ("Configure", _): self.takeConfigure(order)
        case ("KeepAlive", .flux), ("Finalize", .flux), ("ForceEndTurn", .nova):
            self.note(.foreignCommand, order.type)
            self.complain(about: text)
        case _:
            self.note(.unknownCommand, order.type)
            self.complain(about: text)
        }
    }

    private mutating func takeClose() {
        self.isClosing = true
        guard !self.faults.has(.closeStreamUnanswered, now: self.clock) else { return }
        self.input.append(ListenOrder(type: "CloseStream"))
    }

    private mutating func takeConfigure(_ order: ListenOrder) {
        if let until = self.configuresUntil, until > self.clock {
            self.note(.configurePending)
            let id = WireValue.text(self.report.requestID)
            self.post([ListenEngine.failure(id, "CONFIGURE_ALREADY_PENDING")])
            return
        }
        self.configuresUntil = self.clock + self.settings.latency
        self.input.append(order)
    }

    /// Nova says that it did not understand and goes on; Flux gives up.
    private mutating func complain(about text: some Collection<UInt8>) {
        let original = String(decoding: text, as: UTF8.self)
        guard self.upgrade.version == .flux else {
            let description = "Could not deserialize last text message."
            self.post([
                .init(
                    value: [
                        "type": "Error", "variant": "SchemaError", "description": .text(description),
                        "message": .text(original),
                    ]
                )
            ])
            return
        }
        self.post([self.engine.fluxError(code: "UNPARSABLE_CLIENT_MESSAGE", "The message is not known here.")])
        self.outbox.appendLast(.init(due: self.clock, action: .close(code: 1008, reason: "DATA-0000")))
    }
}
