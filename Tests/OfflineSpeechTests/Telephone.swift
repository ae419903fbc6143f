// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import FAQDialogue
import Foundation
import Logging
import NIOCore
import NIOPosix
import OfflineSpeech
import Synchronization
import TelephonyAudio

/// A simulated telephone line: voices and recordings go in as mu-law, events come out, faster than real time.
enum Telephone {
    static let loops = MultiThreadedEventLoopGroup.singleton
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let silence = [UInt8](repeating: MuLaw.silence, count: 2400)

    /// One recogniser for all tests that do not ask for a particular one: its models are made once.
    static let recogniser: OfflineRecogniser = {
        // A test machine without the model cannot run this suite at all.
        do { return try OfflineRecogniser(logger: Self.logger) } catch { fatalError("\(error)") }
    }()
    static let synthesiser: OfflineSynthesiser = {
        do { return try OfflineSynthesiser() } catch { fatalError("\(error)") }
    }()

    /// The restaurant of `switchboard demo`.
    static func restaurant() throws -> FAQFile {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try FAQFile(
            contentsOf: root.appendingPathComponent("Sources/Apps/switchboard/Resources/restaurant.yaml").path
        )
    }

    /// A text as telephone audio.
    static func say(_ text: String, _ voice: FliteVoice = .rms) async throws -> [UInt8] {
        var audio: [UInt8] = []
        for await event in Self.speak(SynthesisRequest(text: text, voice: voice.rawValue)) {
            switch event {
            case .audio(let piece): audio += piece.readableBytesView
            case .failed(let error): throw error
            case .word, .finished: continue
            }
        }
        return audio
    }

    /// All events of a synthesis.
    static func speak(
        _ request: SynthesisRequest,
        by synthesiser: OfflineSynthesiser = Self.synthesiser
    ) -> AsyncStream<SynthesisEvent> {
        let loop = Self.loops.next()
        return AsyncStream { continuation in
            loop.execute {
                _ = synthesiser.speak(request, on: loop) { event in
                    continuation.yield(event)
                    switch event {
                    case .finished, .failed: continuation.finish()
                    case .word, .audio: break
                    }
                }
            }
        }
    }

    /// A recording as telephone audio, with a line's faint hiss.
    static func play(_ path: String) throws -> [UInt8] {
        let file = try WAVFile([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
        return MuLaw.encode(Resampler.convert(file.mono(), from: file.sampleRate, to: 8000))
    }

    /// All events of a call in which this is heard, until `finished` or `failed`.
    static func events(
        _ audio: [UInt8],
        hints: SpeechHints,
        recogniser: OfflineRecogniser = Self.recogniser,
        language: String = "en-US"
    ) async -> [RecognitionEvent] {
        let call = Call(RecognitionRequest(call: CallID("CA1"), hints: hints, language: language), recogniser)
        await call.hear(Self.silence + audio + Self.silence + Self.silence + Self.silence)
        await call.finish()
        return await call.events()
    }

    /// What was understood, as the dialogue gets it.
    static func turn(_ audio: [UInt8], hints: SpeechHints) async -> CallerTurn {
        let utterances = await Self.events(audio, hints: hints).compactMap { event -> Utterance? in
            if case .utterance(let utterance, _) = event { utterance } else { nil }
        }
        return CallerTurn(number: 1, utterances: utterances)
    }
}
#endif
