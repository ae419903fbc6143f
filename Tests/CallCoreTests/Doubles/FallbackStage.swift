// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import TelephonyAudio

/// One call at two recognisers, in virtual time and on one thread.
final class FallbackStage {
    let loop = EmbeddedEventLoop()
    private let heard = Heard()
    private(set) var session: any RecognitionSession
    private var sent = 0

    /// What was reported.
    final class Heard: Sendable {
        let events = Mutex<[RecognitionEvent]>([])
        /// Who was at work when it was reported.
        let engines = Mutex<[String?]>([])
        let engine = Mutex<(@Sendable () -> String?)?>(nil)
    }

    init(
        _ primary: any SpeechRecogniser,
        then secondary: any SpeechRecogniser,
        _ change: (inout FallbackRecogniser.Configuration) -> Void = { _ in }
    ) {
        var configuration = FallbackRecogniser.Configuration()
        change(&configuration)
        let ears = FallbackRecogniser(
            primary,
            then: secondary,
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let heard = self.heard
        self.session = ears.open(RecognitionRequest(call: CallID("CA1"), hints: SpeechHints()), on: self.loop) {
            event in
            let engine = heard.engine.withLock { $0 }
            heard.engines.withLock { $0.append(engine?()) }
            heard.events.withLock { $0.append(event) }
        }
        let bound = NIOLoopBound(self.session, eventLoop: self.loop)
        heard.engine.withLock { $0 = { bound.value.engine } }
    }

    var events: [RecognitionEvent] { self.heard.events.withLock { $0 } }

    /// The engine at work whenever an utterance was reported.
    var engines: [String?] {
        zip(self.events, self.heard.engines.withLock { $0 }).compactMap { event, engine in
            if case .utterance = event { .some(engine) } else { nil }
        }
    }

    /// The numbers of all words, as they were reported.
    var words: [Word] {
        self.events.flatMap { event -> [Word] in
            if case .utterance(let utterance, _) = event { utterance.words } else { [] }
        }
    }

    var numbers: [Int] { self.words.compactMap { Int($0.text) } }

    /// Sends so many frames in real time; each has its own number, counted from 1.
    func send(_ count: Int) {
        for _ in 0..<count {
            self.sent += 1
            self.session.hear(
                ByteBuffer(bytes: NumberedSpeech.audio([self.sent])),
                at: .telephonyFrame * (self.sent - 1)
            )
            self.loop.advanceTime(by: .milliseconds(20))
        }
    }

    func passes(_ duration: Duration) { self.loop.advanceTime(by: TimeAmount(duration)) }

    /// What is wrong with what was reported of a call that was heard to its end.
    var violation: String? {
        let isLast: (RecognitionEvent) -> Bool = { event in
            switch event {
            case .finished, .failed: true
            default: false
            }
        }
        guard self.numbers == Array((0...self.sent).dropFirst()) else {
            return "sent \(self.sent) frames, heard \(self.numbers)"
        }
        for word in self.words where word.start != .telephonyFrame * ((Int(word.text) ?? 0) - 1) {
            return "\(word.text) stands at \(word.start)"
        }
        guard self.events.count(where: isLast) == 1, self.events.last == .finished else {
            return "the end is \(self.events.suffix(3))"
        }
        var isAway = false
        for event in self.events {
            switch event {
            case .suspended: if isAway { return "suspended twice" } else { isAway = true }
            case .resumed: if !isAway { return "resumed unasked" } else { isAway = false }
            case .audioLost: return "lost audio"
            default: break
            }
        }
        return isAway ? "never resumed" : nil
    }
}
