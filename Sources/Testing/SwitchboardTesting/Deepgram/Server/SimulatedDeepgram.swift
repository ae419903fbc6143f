// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore
import Synchronization

/// Deepgram on a port of this machine: live transcription (`/v1/listen`, `/v2/listen`), speech (`/v1/speak`), its faults,
/// and a record of what clients did.
///
/// ```swift
/// let deepgram = try await SimulatedDeepgram.start(on: group, faults: .init(parsing: "drop=5s"))
/// // … point a client at deepgram.url with deepgram.credential …
/// deepgram.goAway()
/// await deepgram.until { $0.attempts.count > 3 }
/// deepgram.comeBack()
/// print(deepgram.connections.map(\.audioBytes), deepgram.connections.flatMap(\.violations))
/// try await deepgram.stop()
/// ```
/// Everything may be called from any thread. Connections live on the event loops of the group and take no task each.
public final class SimulatedDeepgram: Sendable {
    struct State: Sendable {
        var service: DeepgramServiceModel
        var reports: [Int: DeepgramConnectionReport] = [:]
        var speech: AuraService
        var listener: (any Channel)?
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Connections to live transcription, also those whose upgrade is being answered.
        var listenChannels: [Int: any Channel] = [:]
        var listeners: [Int: ListenConnectionBox] = [:]
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0
    }

    struct Watcher: Sendable {
        var condition: @Sendable (SimulatedDeepgram) -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    let state: Mutex<State>
    let hearing: SimulatedHearing
    let voice: any SpeechSynthesiser
    let settings: DeepgramServiceSettings
    private let began = NIODeadline.now()

    init(
        _ settings: DeepgramServiceSettings,
        faults: [DeepgramFault],
        hearing: SimulatedHearing,
        voice: any SpeechSynthesiser
    ) {
        self.settings = settings
        self.hearing = hearing
        self.voice = voice
        self.state = Mutex(
            State(
                service: DeepgramServiceModel(settings, faults: faults),
                speech: AuraService(limit: settings.recordedConnections)
            )
        )
    }

    /// Starts on a free port of the loopback interface. Throws what the operating system says.
    public static func start(
        on group: any EventLoopGroup,
        settings: DeepgramServiceSettings = DeepgramServiceSettings(),
        faults: [DeepgramFault] = [],
        hearing: SimulatedHearing = .numbered,
        voice: any SpeechSynthesiser = ToneSynthesiser()
    ) async throws -> SimulatedDeepgram {
        let deepgram = SimulatedDeepgram(settings, faults: faults, hearing: hearing, voice: voice)
        let listener = try await DeepgramFrontDoor.open(for: deepgram, on: group)
        deepgram.state.withLock { $0.listener = listener }
        return deepgram
    }

    /// Stops listening, breaks off what is open and waits until it is.
    public func stop() async throws {
        let (listener, channels) = self.state.withLock { state in
            defer { state.listener = nil }
            return (state.listener, Array(state.channels.values))
        }
        try await listener?.close()
        for channel in channels {
            channel.close(promise: nil)
            // What a connection died of is its own affair.
            _ = try? await channel.closeFuture.get()
        }
    }

    /// Time since the start: the clock of faults and reports.
    public var now: Duration { .nanoseconds((NIODeadline.now() - self.began).nanoseconds) }

    /// A moment of an event loop on this clock.
    func time(_ deadline: NIODeadline) -> Duration { .nanoseconds((deadline - self.began).nanoseconds) }

    /// A time of this clock for an event loop.
    func deadline(_ time: Duration) -> NIODeadline { self.began + TimeAmount(time) }

    /// Looks at, or changes, what is shared by all connections.
    func withState<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try self.state.withLock { try body(&$0) }
    }

    /// The port while it runs.
    public var port: Int { self.state.withLock { $0.listener?.localAddress?.port ?? 0 } }

    /// The base URL for WebSockets, without a path.
    public var url: String { "ws://127.0.0.1:\(self.port)" }

    /// The base URL for requests, without a path.
    public var httpURL: String { "http://127.0.0.1:\(self.port)" }

    /// The API key that it accepts.
    public var credential: String { self.settings.key }
}
