// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import CallCore
public import NIOCore
import Synchronization
import Twilio

/// Twilio on one's own machine: places calls with a server exactly as Twilio would, signed, and plays the caller.
///
/// `SwitchboardTesting` holds what tests and tools need to try a telephone server without a telephone: this type,
/// conformance suites for speech engines and stores (``RecogniserConformance``, ``SynthesiserConformance``), engines
/// without speech (``ScriptedRecogniser``, ``ToneSynthesiser``) and a ``ManualClock``.
///
/// ```swift
/// let twilio = SimulatedTwilio(eventLoopGroup: group, synthesiser: voice)
/// var call = SimulatedCall(url: "http://127.0.0.1:8080/api/calls/incoming", account: .example)
/// call.script = .asking("When are you open?")
/// let result = try await twilio.place(call)
/// print(result.ending, result.streams[0].answerSeconds)
/// try await twilio.shutdown()
/// ```
///
/// It posts the voice webhook, executes the TwiML it gets (Say, Play, Pause, Gather, Record, Dial, Redirect, Connect
/// with Stream, Hangup, Reject), speaks the stream protocol at true pace, plays out what it receives as Twilio does,
/// follows the rules for errors and fallbacks, and sends status callbacks. One instance places any number of calls at
/// once; each lives on one event loop of the group, and all calls of an event loop share one timer.
public final class SimulatedTwilio: Sendable {
    let eventLoopGroup: any EventLoopGroup
    let http: HTTPClient
    let voices: VoiceCache
    let clock: any Clock<Duration>
    /// The calls that run.
    let calls = CallRegistry()
    /// What the REST API knows.
    let ledger = Ledger()
    let recorders = RecorderRegistry()
    let background = BackgroundWork()
    /// Who can be called: by `<Dial>` and through the REST API.
    public let callees = CalleeBook()
    /// Where calls meet.
    let rooms = Rooms()
    /// Whose numbers are whose.
    public let numbers = NumberBook()
    private let tickers = Mutex<[ObjectIdentifier: NIOLoopBound<MediaTicker>]>([:])

    /// A Twilio that uses these threads.
    ///
    /// - Parameters:
    ///   - eventLoopGroup: where sockets and timers live; not shut down by this type.
    ///   - synthesiser: the callers' voices; needed for scripts that say something.
    ///   - clock: what the verbs between media streams wait on. Streams are paced by the event loops' own clock.
    public init(
        eventLoopGroup: any EventLoopGroup,
        synthesiser: (any SpeechSynthesiser)? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.eventLoopGroup = eventLoopGroup
        self.clock = clock
        self.voices = VoiceCache(synthesiser: synthesiser, eventLoop: eventLoopGroup.next())
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        // A load test is many callers, not one: each has its own connection.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        configuration.decompression = .disabled
        self.http = HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup), configuration: configuration)
    }

    /// Places a call and returns when it is over.
    ///
    /// What goes wrong *in* the call is in the result. When the task is cancelled, the caller hangs up.
    ///
    /// - Parameters:
    ///   - call: whom to call, and what the caller does.
    ///   - report: told what happens as it happens, from any thread; must not block.
    /// - Returns: everything that happened.
    /// - Throws: ``SimulationError`` when the call could not even begin: no usable URL, no voice, no file.
    public func place(
        _ call: SimulatedCall,
        report: @escaping @Sendable (SimulatedCallEvent) -> Void = { _ in }
    ) async throws -> SimulatedCallResult {
        guard let url = WebURL(call.url), url.scheme.hasPrefix("http") else {
            throw SimulationError(.invalidURL, "\(call.url) is no http or https URL")
        }
        let route = try ServerRoute(url: url, localOrigin: call.localOrigin)
        let cues = try await CueCompiler(voices: self.voices, voice: call.voice).compile(call.script.steps)
        let live = self.enter(call, route: route, report: report, status: .ringing)
        return await self.run(
            CallRun(live, document: CallRun.DocumentRequest(url: url, method: call.method), cues: cues)
        )
    }

    /// Ends the calls that go on by themselves, waits for their callbacks, and closes the connections kept for
    /// webhooks. Placed calls must be over. Throws when they are not.
    public func shutdown() async throws {
        for live in self.calls.all { live.give(.end(.apiHungUp)) }
        await self.background.finish()
        try await self.http.shutdown()
    }

    /// Where a recording's sound is to be had, as webhooks say it.
    func recordingURL(_ sid: String, account: String) -> String {
        "https://api.twilio.com/2010-04-01/Accounts/\(account)/Recordings/\(sid)"
    }

    /// The timer of an event loop.
    func ticker(on eventLoop: any EventLoop) -> MediaTicker {
        eventLoop.assertInEventLoop()
        return self.tickers.withLock { tickers in
            let key = ObjectIdentifier(eventLoop)
            if let known = tickers[key] { return known.value }
            let ticker = MediaTicker(eventLoop)
            tickers[key] = NIOLoopBound(ticker, eventLoop: eventLoop)
            return ticker
        }
    }
}
