// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import Logging
import NIOCore
import TelephonyAudio

/// One call at Deepgram: keeps the audio, asks the ``RecognitionMachine`` what to do, and does it. Lives on the call's event
/// loop.
final class DeepgramRecognition: RecognitionSession, ListenLinkOwner {
    /// Audio is taken in pieces of this size at most.
    private static let longestPiece = 8000

    let eventLoop: any EventLoop
    let parameters: ListenParameters
    let dialler: any ListenDialler
    let desk: RecognitionDesk
    let gauge: SessionGauge
    let logger: Logger
    let deliver: @Sendable (RecognitionEvent) -> Void

    var machine: RecognitionMachine
    var ring: AudioRing
    var link: (any ListenLink)?
    var dialling: (any ListenDialling)?
    var timer: (task: Scheduled<Void>, deadline: NIODeadline)?
    /// The spans of its connections; `nil` while tracing is off.
    var trace: ConnectionTrace?
    var isPerforming = false
    /// Connections that this call has had.
    var connections = 0
    private var detector: VoiceActivityDetector

    init(
        _ order: RecognitionOrder,
        desk: RecognitionDesk,
        dialler: any ListenDialler,
        eventLoop: any EventLoop,
        trace: ConnectionTrace? = nil,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) {
        self.eventLoop = eventLoop
        self.parameters = order.parameters
        self.dialler = dialler
        self.desk = desk
        self.logger = order.logger
        self.deliver = deliver
        self.trace = trace
        self.machine = RecognitionMachine(order)
        self.ring = AudioRing(limit: self.machine.limit)
        self.gauge = desk.opened()
        var configuration = VoiceActivityDetector.Configuration()
        // What counts is the moment after the last sound, not a pause between sentences.
        configuration.hangOver = .milliseconds(60)
        self.detector = VoiceActivityDetector(configuration: configuration)
    }

    deinit {
        self.timer?.task.cancel()
        self.desk.closed(self.gauge)
    }

    var now: Duration { self.eventLoop.now.sinceStart }

    /// Asks for a connection; called once, when the session is open.
    func begin() {
        self.machine.begin(now: self.now)
        self.carryOn()
    }

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        guard self.machine.phase == .listening, audio.readableBytes > 0 else { return }
        let now = self.now
        audio.withUnsafeReadableBytes { bytes in
            guard bytes.count > Self.longestPiece else { return self.take(bytes, at: offset, now) }
            for from in stride(from: 0, to: bytes.count, by: Self.longestPiece) {
                let piece = UnsafeRawBufferPointer(rebasing: bytes[from..<min(from + Self.longestPiece, bytes.count)])
                self.take(piece, at: offset + .telephony(bytes: from), now)
            }
        }
    }

    /// Fifty times a second: nothing is allocated here while audio flows.
    private func take(_ bytes: UnsafeRawBufferPointer, at offset: Duration, _ now: Duration) {
        if !self.machine.follows(bytes.count, at: offset) {
            self.machine.makeWay(for: bytes.count, at: offset)
            self.perform()
            // An event may have ended the session.
            guard self.machine.phase == .listening else { return }
        }
        self.ring.append(bytes)
        _ = self.detector.process(bytes)
        if self.machine.heard(bytes.count, isVoiced: self.detector.isSpeaking, now: now) { self.pump(now) }
        if self.machine.hasActions { self.carryOn() }
    }

    func finish() {
        guard self.machine.phase == .listening else { return }
        self.machine.finish(now: self.now)
        self.pump(self.now)
        // From the loop and not from here: nothing is delivered while the caller is still in its call.
        self.later { $0.carryOn() }
    }

    func cancel() {
        self.machine.cancel()
        self.perform()
        self.close()
        self.ring = AudioRing(limit: self.machine.limit)
    }

    var backlog: Duration { self.machine.backlog }

    var reconnects: Int { max(0, self.connections - 1) }

    func takeUnheard() -> UnheardAudio? {
        guard self.machine.phase == .failed else { return nil }
        let stretches = self.machine.unheard.map { stretch in
            var audio = ByteBuffer()
            audio.reserveCapacity(stretch.range.count)
            self.ring.write(stretch.range, into: &audio)
            return UnheardAudio.Stretch(offset: stretch.time, audio: audio)
        }
        self.cancel()
        return stretches.isEmpty ? nil : UnheardAudio(stretches: stretches)
    }

    /// Runs on the loop, later, if the session still is.
    func later(_ body: @escaping (DeepgramRecognition) -> Void) {
        self.eventLoop.assumeIsolated().execute { [weak self] in
            if let self { body(self) }
        }
    }
}
