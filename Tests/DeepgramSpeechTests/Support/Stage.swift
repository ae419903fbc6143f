// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import Logging
import NIOCore
import NIOEmbedded
import Resilience
import Synchronization
import TelephonyAudio

@testable import DeepgramSpeech

/// A call's recognition in virtual time, with a dialler that does what the test says.
final class Stage {
    final class Events: Sendable {
        private let list = Mutex<[RecognitionEvent]>([])
        var all: [RecognitionEvent] { self.list.withLock { $0 } }
        func append(_ event: RecognitionEvent) { self.list.withLock { $0.append(event) } }
    }

    let loop = EmbeddedEventLoop()
    let dialler = StubDialler()
    let recogniser: DeepgramRecogniser
    let session: any RecognitionSession
    private let sink = Events()
    /// What has been heard, to compare with what was sent.
    private(set) var spoken: [UInt8] = []
    private var next: UInt8 = 0
    private(set) var position = Duration.zero

    init(
        model: String = "nova-3",
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
        tracer: CallTracer? = nil,
        change: (inout DeepgramRecogniser.Configuration) -> Void = { _ in }
    ) {
        var configuration = DeepgramRecogniser.Configuration(model: model)
        configuration.policy.backoff.jitter = .none
        change(&configuration)
        self.recogniser = DeepgramRecogniser(
            dialler: self.dialler,
            configuration: configuration,
            random: { SeededRandom(7) },
            tracer: tracer,
            logger: logger
        )
        let sink = self.sink
        self.session = self.recogniser.open(
            RecognitionRequest(call: CallID("CA1"), hints: SpeechHints()),
            on: self.loop
        ) { sink.append($0) }
    }

    deinit { self.session.cancel() }

    var events: [RecognitionEvent] { self.sink.all }
    var link: StubLink? { self.dialler.link }

    var utterances: [String] {
        self.events.compactMap { if case .utterance(let utterance, _) = $0 { utterance.text } else { nil } }
    }

    var lost: [RecognitionEvent] {
        self.events.filter { if case .audioLost = $0 { true } else { false } }
    }

    /// Samples that wait to be sent.
    var unsent: Int { Int(self.recogniser.status.queuedSeconds * 8000) }

    /// Lets time pass without audio.
    func wait(_ time: Duration) { self.loop.advanceTime(by: TimeAmount(time)) }

    /// A frame of 20 ms of something that is all different, and the time that it takes.
    func frame(isLoud: Bool = true) {
        self.next = self.next &+ 1
        let level: UInt8 = isLoud ? 0x00 : 0xF0
        let bytes = (0..<160).map { level | (UInt8($0 & 1) << 7) | ((self.next &+ UInt8($0 / 16)) & 0x0F) }
        self.hear(bytes)
    }

    func hear(_ bytes: [UInt8]) {
        self.loop.advanceTime(by: TimeAmount(.telephony(bytes: bytes.count)))
        self.spoken += bytes
        self.session.hear(ByteBuffer(bytes: bytes), at: self.position)
        self.position += .telephony(bytes: bytes.count)
    }

    /// Audio for so long, in frames, each in its time.
    func speak(_ time: Duration, isLoud: Bool = true) {
        for _ in 0..<Int(time / .telephonyFrame) { self.frame(isLoud: isLoud) }
    }

    /// Deepgram has heard everything that it was sent, and there were no words in it.
    func answer() {
        guard let link = self.link else { return }
        self.dialler.say(.final("", 0, Double(link.fedSamples) / 8000))
    }

    /// The frames that never came.
    func miss(_ time: Duration) {
        self.loop.advanceTime(by: TimeAmount(time))
        self.position += time
    }
}

extension ListenMessage {
    /// A final piece with one word that fills it.
    static func final(
        _ text: String,
        _ start: Double,
        _ end: Double,
        speechFinal: Bool = false,
        fromFinalize: Bool = false
    ) -> Self {
        .piece(text, start, end, isFinal: true, speechFinal: speechFinal, fromFinalize: fromFinalize)
    }

    /// A guess.
    static func guess(_ text: String, _ start: Double, _ end: Double) -> Self {
        .piece(text, start, end, isFinal: false, speechFinal: false, fromFinalize: false)
    }

    private static func piece(
        _ text: String,
        _ start: Double,
        _ end: Double,
        isFinal: Bool,
        speechFinal: Bool,
        fromFinalize: Bool
    ) -> Self {
        let words = text.split(separator: " ")
        let length = (end - start) / Double(max(1, words.count))
        return .results(
            ListenResults(
                start: start,
                duration: end - start,
                isFinal: isFinal,
                speechFinal: speechFinal,
                fromFinalize: fromFinalize,
                transcript: text,
                confidence: text.isEmpty ? 0 : 0.9,
                words: words.enumerated().map { index, word in
                    TranscriptWord(
                        text: String(word),
                        start: start + Double(index) * length,
                        end: start + Double(index + 1) * length,
                        confidence: 0.9
                    )
                }
            )
        )
    }
}
