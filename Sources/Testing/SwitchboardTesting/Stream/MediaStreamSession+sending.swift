// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import WebSockets

extension MediaStreamSession {
    private static let foreignSID = String(repeating: "f", count: 32)

    /// The first messages, right or wrong.
    func sendOpening(on connection: WebSocketConnection) {
        connection.batch {
            guard self.plan.call.streamOpening != .silent else {
                self.isSendingMedia = false
                return
            }
            connection.sendText { $0.writeBytes(MediaWriter.connected) }
            for message in self.startMessages() { connection.sendText { $0.writeBytes(message) } }
        }
    }

    private func startMessages() -> [[UInt8]] {
        switch self.plan.call.streamOpening {
        case .normal: return [self.writer.start()]
        case .withoutStart, .silent: return []
        case .mediaBeforeStart: return [self.mediaMessage(), self.writer.start()]
        case .startTwice: return [self.writer.start(), self.writer.start()]
        case .foreignAccount: return [self.writer.start(accountSID: "AC" + Self.foreignSID)]
        case .foreignCall: return [self.writer.start(callSID: "CA" + Self.foreignSID)]
        case .silentAfterConnected:
            self.isSendingMedia = false
            return []
        }
    }

    private func mediaMessage() -> [UInt8] {
        var buffer = ByteBuffer()
        let silence = ByteBuffer(repeating: MuLaw.silence, count: PhoneLine.frameSize)
        self.writer.media(silence, at: self.line.time).append(to: &buffer)
        return Array(buffer.readableBytesView)
    }

    /// Sends a frame of the caller's audio; where a fault says so, twice or behind its successor.
    func sendFrame(_ audio: ByteBuffer, at time: Duration, on connection: WebSocketConnection) {
        let frame = self.writer.media(audio, at: time)
        if self.isSwapping {
            self.isSwapping = false
            self.heldFrame = frame
            return
        }
        self.send(frame, on: connection)
        if self.isDuplicating {
            self.isDuplicating = false
            self.send(frame, on: connection)
        }
        if let held = self.heldFrame {
            self.heldFrame = nil
            self.send(held, on: connection)
        }
    }

    private func send(_ frame: MediaWriter.MediaFrame, on connection: WebSocketConnection) {
        switch connection.sendText({ frame.append(to: &$0) }) {
        case .sent: self.outcome.report.framesSent += 1
        case .queueFull:
            self.outcome.report.framesUnsent += 1
            self.note(31_930, "the server does not take the audio as fast as it is sent")
        case .closed: self.outcome.report.framesUnsent += 1
        }
    }

    /// Tells the server that these marks were reached, or given up.
    func echo(_ marks: [String]) {
        for mark in marks {
            let message = self.writer.mark(mark)
            guard self.connection?.sendText({ $0.writeBytes(message) }) == .sent else { continue }
            self.outcome.report.marksEchoed += 1
        }
    }

    /// Does what the caller does besides making sounds.
    func perform(_ action: CallerAction, on connection: WebSocketConnection) {
        switch action {
        case .startedSpeaking(let text):
            self.unansweredSince = nil
            self.plan.report(.callerSpeaks(text))
        case .finishedSpeaking:
            self.unansweredSince = self.line.time
        case .press(let digit):
            let message = self.writer.dtmf(digit)
            connection.sendText { $0.writeBytes(message) }
        case .failed(let step, let message):
            let failure = ScriptFailure(step: step, message: message, at: self.callTime)
            self.outcome.failures.append(failure)
            self.plan.report(.failure(failure))
        case .hangUp:
            self.end(.callerHungUp)
        case .fault(let fault):
            self.commit(fault, on: connection)
        }
    }
}
