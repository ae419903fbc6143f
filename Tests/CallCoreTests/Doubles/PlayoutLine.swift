// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// A line that plays like Twilio: a buffer that is heard at 8,000 bytes a second, marks that come back when everything
/// before them has been heard, and `clear`, which brings all of them back at once. Lives on one event loop.
final class PlayoutLine: CallLine {
    private let eventLoop: any EventLoop
    private var waiting: [(name: String, task: Scheduled<Void>)] = []
    /// Where the caller's side hands marks to.
    var onMark: (String) -> Void = { _ in }
    /// Called within `play`, before it returns.
    var onPlay: () -> Void = {}
    var onClose: () -> Void = {}
    var losesMarks = false
    /// Whether `clear` brings the marks back before it returns.
    var echoesAtOnce = false
    /// After so many bytes nothing more is taken.
    var capacity = Int.max

    /// Everything that was queued, in order.
    private(set) var pieces: [Int] = []
    private(set) var marks: [String] = []
    private(set) var clears = 0
    private(set) var closes = 0
    /// The most that ever waited to be heard.
    private(set) var longestLead = Duration.zero
    /// When all that was queued has been heard.
    private(set) var playedOut: NIODeadline

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.playedOut = eventLoop.now
    }

    var bytes: Int { self.pieces.reduce(0, +) }

    func play(_ audio: ByteBuffer) -> Bool {
        self.onPlay()
        guard self.bytes + audio.readableBytes <= self.capacity else { return false }
        self.pieces.append(audio.readableBytes)
        self.playedOut = max(self.playedOut, self.eventLoop.now) + .microseconds(Int64(audio.readableBytes) * 125)
        self.longestLead = max(self.longestLead, .nanoseconds((self.playedOut - self.eventLoop.now).nanoseconds))
        return true
    }

    func mark(_ name: String) {
        self.marks.append(name)
        guard !self.losesMarks else { return }
        let line = NIOLoopBound(self, eventLoop: self.eventLoop)
        let task = self.eventLoop.scheduleTask(deadline: self.playedOut) {
            line.value.waiting.removeAll { $0.name == name }
            line.value.onMark(name)
        }
        self.waiting.append((name, task))
    }

    func clear() {
        self.clears += 1
        self.playedOut = self.eventLoop.now
        let echoes = self.waiting
        self.waiting = []
        for echo in echoes {
            echo.task.cancel()
            if self.echoesAtOnce { self.onMark(echo.name) }
        }
        guard !self.echoesAtOnce else { return }
        let line = NIOLoopBound(self, eventLoop: self.eventLoop)
        for name in echoes.map(\.name) {
            self.eventLoop.execute { line.value.onMark(name) }
        }
    }

    func close() {
        self.closes += 1
        self.onClose()
    }
}
