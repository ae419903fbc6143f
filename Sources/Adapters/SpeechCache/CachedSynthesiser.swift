// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import CoreMetrics
public import Logging
public import NIOCore
import Synchronization

/// Has an engine say every fixed text once and keeps the sound: greeting, prompts, answers come at once, also when the
/// engine is away, and cost nothing.
///
/// ```swift
/// let synthesiser = CachedSynthesiser(DeepgramSynthesiser(service: client), configuration: configuration)
/// await synthesiser.prerender(texts.map { SynthesisRequest(text: $0, isReusable: true) }, on: group)
/// ```
/// Only requests that say ``CallCore/SynthesisRequest/isReusable`` are kept; all others go straight to the engine, so
/// nothing of a caller's is ever in memory or on disk here. Calls that want the same sound at the same time share one
/// rendering. Only what the engine has finished is kept.
///
/// Wrap one engine, not a choice of engines: the sound of a stand-in would be kept as the sound of the one it stood in
/// for. Texts are not in the files; their names are digests.
public final class CachedSynthesiser: SpeechSynthesiser {
    private struct Flight: Sendable {
        let eventLoop: any EventLoop
        let rendering: NIOLoopBound<SpeechRendering>
    }

    private struct State: Sendable {
        var shelf: SpeechShelf
        var flights: [SpeechKey: Flight] = [:]

        mutating func place(of key: SpeechKey) -> Place? {
            if let speech = self.shelf.find(key) { return .here(speech) }
            return self.flights[key].map(Place.inFlight)
        }
    }

    private enum Place: Sendable {
        case here(KeptSpeech)
        case inFlight(Flight)
        case nowhere(Flight)
    }

    private let inner: any SpeechSynthesiser
    private let configuration: Configuration
    private let folder: SpeechFolder?
    private let metrics: CacheMetrics
    private let state: Mutex<State>
    private let nextListener = Atomic(0)

    /// Keeps what `inner` says. Reads the folder's list, so make it at start.
    public init(
        _ inner: any SpeechSynthesiser,
        configuration: Configuration = Configuration(),
        logger: Logger = Logger(label: "Speech"),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.inner = inner
        self.configuration = configuration
        let metrics = CacheMetrics(factory: metrics)
        self.metrics = metrics
        self.state = Mutex(State(shelf: SpeechShelf(limit: configuration.memoryBytes)))
        self.folder = configuration.folder.flatMap { path in
            guard configuration.diskBytes > 0 else { return nil }
            return SpeechFolder(
                path: path,
                limit: configuration.diskBytes,
                longestFile: configuration.longestSound + SpeechFile.headerLength,
                mostWrites: configuration.waitingWrites,
                metrics: metrics,
                logger: logger
            )
        }
    }

    /// The engine's own.
    public var name: String { self.inner.name }

    /// The engine's own.
    public var status: EngineStatus { self.inner.status }

    /// Plays what is kept; otherwise has it said, and keeps it.
    public func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        eventLoop.preconditionInEventLoop()
        guard request.isReusable, request.text.contains(where: { !$0.isWhitespace }) else {
            return self.inner.speak(request, on: eventLoop, deliver: deliver)
        }
        let session = CachedSpeech(on: eventLoop, deliver: deliver) { [inner] in
            inner.speak(request, on: eventLoop, deliver: $0)
        }
        let key = SpeechKey(engine: self.inner.name, identity: self.configuration.identity, request: request)
        let bound = NIOLoopBound(session, eventLoop: eventLoop)
        switch self.look(for: key, on: eventLoop) {
        case .here(let speech):
            self.metrics.hit(.memory)
            session.origin = .memory
            eventLoop.execute { bound.value.play(speech) }
        case .inFlight(let flight):
            self.metrics.hit(.flight)
            session.origin = .flight
            self.join(flight, bound, on: eventLoop)
        case .nowhere(let flight):
            self.render(request, key, flight, for: bound, on: eventLoop)
        }
        return session
    }

    /// How much is kept in memory, in bytes.
    public var memoryBytes: Int { self.state.withLock { $0.shelf.bytes } }

    /// How much is kept on disk, in bytes.
    public var diskBytes: Int { self.folder?.bytes ?? 0 }
}

// MARK: - Making a sound

extension CachedSynthesiser {
    private func look(for key: SpeechKey, on eventLoop: any EventLoop) -> Place {
        if let place = self.state.withLock({ $0.place(of: key) }) { return place }
        let rendering = SpeechRendering(on: eventLoop, longest: self.configuration.longestSound) { [weak self] in
            self?.rendered($0, key)
        }
        let flight = Flight(eventLoop: eventLoop, rendering: NIOLoopBound(rendering, eventLoop: eventLoop))
        return self.state.withLock { state in
            // Another loop may have been quicker.
            if let place = state.place(of: key) { return place }
            state.flights[key] = flight
            return .nowhere(flight)
        }
    }

    private func join(_ flight: Flight, _ session: NIOLoopBound<CachedSpeech>, on eventLoop: any EventLoop) {
        let id = self.nextListener.add(1, ordering: .relaxed).newValue
        let listener = SpeechListener(id: id, eventLoop: eventLoop) { session.value.take($0) }
        let (home, rendering) = (flight.eventLoop, flight.rendering)
        // On his own loop too: nothing is delivered before `speak` has returned. Leaving comes behind it.
        home.execute { rendering.value.join(listener) }
        session.value.leave = { home.execute { rendering.value.leave(id) } }
    }

    private func render(
        _ request: SynthesisRequest,
        _ key: SpeechKey,
        _ flight: Flight,
        for session: NIOLoopBound<CachedSpeech>,
        on eventLoop: any EventLoop
    ) {
        let id = self.nextListener.add(1, ordering: .relaxed).newValue
        let bound = flight.rendering
        bound.value.join(SpeechListener(id: id, eventLoop: eventLoop) { session.value.take($0) })
        session.value.leave = { bound.value.leave(id) }
        session.value.origin = .engine
        guard let folder = self.folder, folder.holds(key) else {
            return self.begin(request, bound, on: eventLoop)
        }
        let alarm = eventLoop.scheduleTask(in: TimeAmount(self.configuration.diskTime)) {
            self.begin(request, bound, on: eventLoop)
        }
        folder.read(key) { speech in
            eventLoop.execute {
                alarm.cancel()
                guard let speech else { return self.begin(request, bound, on: eventLoop) }
                self.metrics.hit(.disk)
                session.value.origin = .disk
                bound.value.found(speech)
            }
        }
    }

    private func begin(
        _ request: SynthesisRequest,
        _ rendering: NIOLoopBound<SpeechRendering>,
        on eventLoop: any EventLoop
    ) {
        rendering.value.begin {
            self.metrics.misses.increment()
            return self.inner.speak(request, on: eventLoop) { rendering.value.take($0) }
        }
    }

    /// A rendering is over, or no longer to be shared.
    private func rendered(_ speech: KeptSpeech?, _ key: SpeechKey) {
        let (evictions, bytes) = self.state.withLock { state in
            state.flights[key] = nil
            let evictions = speech.map { state.shelf.keep($0, for: key) } ?? 0
            return (evictions, state.shelf.bytes)
        }
        self.metrics.evicted(evictions, level: "memory")
        self.metrics.record(bytes: bytes, level: "memory")
        guard let speech, let folder = self.folder, !folder.holds(key) else { return }
        folder.write(speech, for: key)
    }
}
