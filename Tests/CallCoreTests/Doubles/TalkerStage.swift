// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded

@testable import CallCore

/// A talker between a scripted voice and a playing line, in virtual time on one thread.
final class TalkerStage {
    let loop = EmbeddedEventLoop()
    let voice = ScriptedVoice()
    let line: PlayoutLine
    /// What the talker reported: "started 1", "finished 1: text", …
    private(set) var reports: [String] = []
    private(set) var heard: [HeardSpeech] = []
    /// Called after a report was noted, on the talker's stack.
    /// How long the first sound of each speech took to the caller's ear.
    var playbacks: [Duration] = []
    var onReport: (CallTalker.Event) -> Void = { _ in }
    private var made: CallTalker?

    init(_ configuration: CallTalker.Configuration = CallTalker.Configuration()) {
        self.line = PlayoutLine(eventLoop: self.loop)
        let stage = NIOLoopBound(self, eventLoop: self.loop)
        self.made = CallTalker(
            line: self.line,
            synthesiser: self.voice,
            eventLoop: self.loop,
            configuration: configuration,
            deliver: { stage.value.talker.synthesised($0, number: $1) },
            tick: { stage.value.talker.timerFired() },
            report: { [unowned self] in self.note($0) }
        )
        self.line.onMark = { [unowned self] in self.talker.markReturned($0) }
    }

    var talker: CallTalker {
        guard let made = self.made else { preconditionFailure("TalkerStage without a talker") }
        return made
    }

    func says(_ text: String, number: Int = 1, isInterruptible: Bool = true) {
        self.talker.say(
            Speech(number: number, reply: Reply(text: text, isInterruptible: isInterruptible, source: "test"))
        )
        self.loop.run()
    }

    func passes(_ duration: Duration) {
        self.loop.advanceTime(by: TimeAmount(duration))
    }

    /// The caller cuts in.
    func stops() -> HeardSpeech? {
        let heard = self.talker.stop()?.1
        self.loop.run()
        return heard
    }

    func dismantle() {
        self.made = nil
        self.line.onMark = { _ in }
    }

    private func note(_ event: CallTalker.Event) {
        switch event {
        case .synthesised: break
        case .started(let speech): self.reports.append("started \(speech.number)")
        case .heard(_, let playback): self.playbacks.append(playback)
        case .finished(let speech, let heard): self.note("finished", speech, heard)
        case .failed(let speech, let heard, _): self.note("failed", speech, heard)
        case .stuck(let speech, let heard): self.note("stuck", speech, heard)
        }
        self.onReport(event)
    }

    private func note(_ what: String, _ speech: Speech, _ heard: HeardSpeech) {
        self.reports.append("\(what) \(speech.number)")
        self.heard.append(heard)
    }
}
