// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
public import CallCore
public import Logging
public import NIOCore
import Synchronization

/// Recognises speech in this process, with PocketSphinx and its American English model; needs no account and no network.
///
/// The dialogue's phrases, slots and keywords become the language model, over a background of common words that
/// catches what is in no phrase; the confidence of a word is its posterior in the decoder's lattice. Without hints the free
/// language model is used, which takes several times the computing and gets far more words wrong.
///
/// Audio is listened to on the call's event loop (voice activity only) and decoded on threads of the recogniser's own.
/// `docs/speech.md` says how, and what it costs.
///
/// ```swift
/// let recogniser = try OfflineRecogniser(configuration: .init(), logger: logger)
/// try await recogniser.prepare(dialogue.responder.hints)
/// let session = recogniser.open(request, on: eventLoop) { event in … }
/// ```
public final class OfflineRecogniser: SpeechRecogniser {
    /// `offline`.
    public let name = "offline"

    let configuration: Configuration
    let ledger: RecognitionLedger
    let workers: RecognitionWorkers
    private let logger: Logger

    /// Starts the threads; throws ``CallCore/SpeechError`` when the model is not installed.
    public init(configuration: Configuration = Configuration(), logger: Logger) throws(SpeechError) {
        let files = try ModelFiles(directory: configuration.modelDirectory)
        self.configuration = configuration
        self.logger = logger
        self.ledger = RecognitionLedger(lagLimit: configuration.lagLimit)
        self.workers = RecognitionWorkers(
            threads: max(configuration.workers, 1),
            decodersPerThread: max(configuration.decodersPerWorker, 1),
            files: files,
            compiler: HintCompiler(
                files: files,
                commonWords: max(configuration.commonWords, 0),
                limit: max(configuration.decodersPerWorker, 1) * 2
            ),
            logger: logger
        )
    }

    /// Sessions, waiting audio and delay, right now.
    public var status: EngineStatus { self.ledger.status(now: .now) }

    /// Builds the language model and a decoder; further threads make theirs with their first audio.
    public func prepare(_ hints: SpeechHints) async throws {
        let result = await withCheckedContinuation { continuation in
            self.workers.submit(
                RecognitionJob(hints: hints, audio: [], created: .now) { continuation.resume(returning: $0) }
            )
        }
        _ = try result.get()
    }

    /// Opens a session; only English is understood.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        eventLoop.preconditionInEventLoop()
        let session = OfflineRecognition(request, engine: self, eventLoop: eventLoop, deliver: deliver)
        if !Self.speaks(request.language) {
            session.refuse(
                SpeechError(.invalidRequest, "The offline recogniser understands English, not \(request.language).")
            )
        }
        return session
    }

    private static func speaks(_ language: String) -> Bool {
        let primary = language.lowercased().prefix { $0 != "-" && $0 != "_" }
        return primary == "en" || primary.isEmpty
    }
}
#endif
