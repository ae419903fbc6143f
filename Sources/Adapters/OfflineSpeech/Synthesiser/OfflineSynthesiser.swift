// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
public import CallCore
public import NIOCore
import Synchronization

/// Speaks in this process, with Flite; needs no account and no network.
///
/// Sentences are rendered one after the other on a thread of the synthesiser's own and delivered as they are ready, each
/// with the ends of its words first. Rendered sentences are kept for a while, so a greeting costs nothing the second time.
/// `docs/speech.md` says more.
///
/// ```swift
/// let synthesiser = try OfflineSynthesiser()
/// let session = synthesiser.speak(SynthesisRequest(text: "Good day."), on: eventLoop) { event in … }
/// ```
public final class OfflineSynthesiser: SpeechSynthesiser {
    /// What the synthesiser may use and keep.
    public struct Configuration: Sendable, Hashable {
        /// The voice of requests that name none.
        public var voice = FliteVoice.rms
        /// The longest text of one request, in characters.
        public var longestText = 4000
        /// Requests that may be open at once; further ones fail as overloaded.
        public var openRequests = 256
        /// Bytes of rendered sentences that are kept (8000 are a second).
        public var cacheBytes = 4_000_000

        /// The defaults.
        public init() {}
    }

    /// `offline`.
    public let name = "offline"

    private let configuration: Configuration
    private let worker: SynthesisWorker
    private let open = Atomic(0)

    /// Starts the thread; throws ``CallCore/SpeechError`` when Flite lacks the voice.
    public init(configuration: Configuration = Configuration()) throws(SpeechError) {
        let isThere = FliteLibrary.withLock { $0.voices[configuration.voice.rawValue] != nil }
        guard isThere else {
            throw SpeechError(.unavailable, "Flite has no voice \(configuration.voice.rawValue) here.")
        }
        self.configuration = configuration
        self.worker = SynthesisWorker(cacheBytes: configuration.cacheBytes)
    }

    /// How many requests are open.
    public var status: EngineStatus { EngineStatus(sessions: self.open.load(ordering: .relaxed)) }

    /// Begins to speak; voices are named as in ``FliteVoice``.
    public func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        eventLoop.preconditionInEventLoop()
        let session = OfflineSynthesis(eventLoop: eventLoop, deliver: deliver) { [self] in
            self.open.subtract(1, ordering: .relaxed)
        }
        let open = self.open.add(1, ordering: .relaxed).newValue
        switch self.check(request, open: open) {
        case .success(let voice): session.begin(request.text, voice, at: self.worker)
        case .failure(let error): session.refuse(error)
        }
        return session
    }

    private func check(_ request: SynthesisRequest, open: Int) -> Result<FliteVoice, SpeechError> {
        let voice = request.voice.map(FliteVoice.init(rawValue:)) ?? self.configuration.voice
        guard let voice else {
            let known = FliteVoice.allCases.map(\.rawValue).joined(separator: ", ")
            return .failure(SpeechError(.invalidRequest, "There is no such voice; there are \(known)."))
        }
        guard request.text.utf8.count <= self.configuration.longestText * 4,
            request.text.count <= self.configuration.longestText
        else {
            let message = "The text is longer than the \(self.configuration.longestText) characters allowed."
            return .failure(SpeechError(.invalidRequest, message))
        }
        guard open <= self.configuration.openRequests else {
            return .failure(SpeechError(.overloaded, "\(self.configuration.openRequests) texts are waiting already."))
        }
        return .success(voice)
    }
}
#endif
