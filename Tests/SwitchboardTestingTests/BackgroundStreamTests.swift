// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket
import Synchronization
import Testing
import Twilio

@testable import SwitchboardTesting

/// `<Start><Stream>` and `<Stop>`, as Twilio runs them.
@Suite(.timeLimit(.minutes(2)))
struct BackgroundStreamTests {
    private static func stream(_ name: String = "ears", track: String? = "both_tracks", _ more: String = "") -> String {
        let track = track.map { #" track="\#($0)""# } ?? ""
        return #"<Stream name="\#(name)" url="wss://voice.example.com/media/\#(name)"\#(track) \#(more)/>"#
    }

    private static let callback = #"statusCallback="https://voice.example.com/stream-status""#

    /// Runs a call whose document is this, and tells what the server's ears heard, stream by stream.
    private func run(
        _ verbs: String,
        steps: [CallerStep] = [],
        perTrack: Bool = false,
        act: @escaping Agent.Act = { _, _ in }
    ) async throws -> (result: SimulatedCallResult, agents: [Agent], server: TwiMLServer) {
        let agents = Mutex<[Agent]>([])
        let (result, server) = try await simulate(
            agent: {
                let agent = Agent(act)
                agents.withLock { $0.append(agent) }
                return agent
            },
            respond: { request in
                if request.method == "UPGRADE" { return .status(200) }
                return request.path == "/voice" ? .twiML(verbs) : .status(204)
            },
            configure: { call, _ in
                call.verbPace = 20
                call.limits.close = .seconds(20)
                call.script.steps = steps
                call.countsChunksPerTrack = perTrack
            }
        )
        return (result, agents.withLock { $0 }, server)
    }

    /// Runs a call that would pause for long, until something has been reported; then the caller hangs up.
    private func run(
        _ start: String,
        steps: [CallerStep] = [],
        act: @escaping Agent.Act = { _, _ in },
        refuses: Bool = false,
        until isReached: @escaping @Sendable (SimulatedCallEvent) -> Bool
    ) async throws -> (result: SimulatedCallResult, server: TwiMLServer) {
        let verbs = start + #"<Pause length="500"/>"#
        let respond: TwiMLServer.Respond = { request in
            if request.method == "UPGRADE" { return refuses ? .status(403) : .status(200) }
            return request.path == "/voice" ? .twiML(verbs) : .status(204)
        }
        return try await withSimulation(agent: { Agent(act) }, respond: respond) { twilio, server in
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            call.verbPace = 10
            call.limits.close = .seconds(20)
            call.script.steps = steps
            let (reached, continuation) = AsyncStream.makeStream(of: Void.self)
            let task = Task { [call] in
                defer { continuation.finish() }
                return try await twilio.place(call) { if isReached($0) { continuation.yield() } }
            }
            for await _ in reached { break }
            task.cancel()
            return (try await task.value, server)
        }
    }

    private static func isOver(_ event: SimulatedCallEvent) -> Bool {
        if case .streamEnded = event { true } else { false }
    }

    @Test func runsBesideTheVerbsThatFollow() async throws {
        let verbs = "<Start>\(Self.stream())</Start><Pause length=\"4\"/><Hangup/>"
        let (result, agents, _) = try await self.run(verbs)
        #expect(result.verbNames == ["Start", "Pause", "Hangup"] && result.ending == .serverHungUp)
        #expect(result.violations.isEmpty && result.streams.isEmpty)
        let agent = try #require(agents.first)
        #expect(agents.count == 1 && agent.starts.map(\.tracks) == [[.inbound, .outbound]])
        #expect(agent.stops == 1 && agent.closeCodes == [1000] && agent.bad.isEmpty)
        let report = try #require(result.backgroundStreams.first)
        #expect(report.name == "ears" && report.tracks == ["inbound", "outbound"] && report.httpStatus == 101)
        #expect(report.framesSent == agent.media.count && report.closedBy == .twilio)
        // 200 frames of each side pass in four seconds; the first few may come before the socket is open.
        #expect((300...400).contains(agent.media.count))
    }

    @Test(arguments: [false, true])
    func interleavesBothTracksAndCountsAsAsked(perTrack: Bool) async throws {
        let verbs = "<Start>\(Self.stream())</Start><Pause length=\"2\"/>"
        let (_, agents, _) = try await self.run(verbs, perTrack: perTrack)
        let media = try #require(agents.first).media
        #expect(zip(media, media.dropFirst()).allSatisfy { $0.track != $1.track })
        #expect(media.map(\.sequenceNumber) == (0..<media.count).map { Int64($0 + 2) })
        let inbound = media.filter { $0.track == .inbound }
        let outbound = media.filter { $0.track == .outbound }
        #expect(inbound.map(\.timestampMilliseconds) == outbound.map(\.timestampMilliseconds))
        #expect(inbound.map(\.timestampMilliseconds) == (0..<inbound.count).map { Int64($0 * 20) })
        if perTrack {
            #expect(inbound.map(\.chunk) == (0..<inbound.count).map { Int64($0 + 1) })
            #expect(outbound.map(\.chunk) == inbound.map(\.chunk))
        } else {
            #expect(media.map(\.chunk) == (0..<media.count).map { Int64($0 + 1) })
        }
    }

    @Test(arguments: [(nil, MediaTrack.inbound), ("inbound_track", .inbound), ("outbound_track", .outbound)])
    func sendsOneTrackWhereOneIsWanted(_ track: String?, _ expected: MediaTrack) async throws {
        let verbs = "<Start>\(Self.stream(track: track))</Start><Pause length=\"1\"/>"
        let (_, agents, _) = try await self.run(verbs)
        let agent = try #require(agents.first)
        #expect(agent.starts.map(\.tracks) == [[expected]] && !agent.media.isEmpty)
        #expect(agent.media.allSatisfy { $0.track == expected })
    }

    @Test func hearsWhatTheCallerSays() async throws {
        let verbs = "<Start>\(Self.stream())</Start><Pause length=\"4\"/>"
        let steps: [CallerStep] = [.wait(.seconds(1)), .audio(NumberedSpeech.audio(1...50)), .press("12")]
        let (_, agents, _) = try await self.run(verbs, steps: steps)
        let agent = try #require(agents.first)
        let said = agent.media.filter { $0.track == .inbound }.compactMap { NumberedSpeech.number(of: $0.payload) }
        #expect(said == Array(1...50))
        let heard = agent.media.filter { $0.track == .outbound }.compactMap { NumberedSpeech.number(of: $0.payload) }
        #expect(heard.isEmpty)
        #expect(agent.digits.isEmpty, "keys are told to streams that go both ways only")
    }

    @Test func tellsItsStatusCallback() async throws {
        let verbs = "<Start>\(Self.stream("ears", track: "both_tracks", Self.callback))</Start><Pause length=\"1\"/>"
        let (result, _, server) = try await self.run(verbs)
        let forms = server.forms(at: "/stream-status")
        #expect(forms.map { $0["StreamEvent"] } == ["stream-started", "stream-stopped"])
        let names = ["AccountSid", "CallSid", "StreamEvent", "StreamName", "StreamSid", "Timestamp"]
        #expect(forms.allSatisfy { $0.map(\.name).sorted() == names })
        #expect(forms.allSatisfy { $0["StreamName"] == "ears" && $0["CallSid"] == result.sid })
        #expect(forms.allSatisfy { $0["StreamSid"] == result.backgroundStreams.first?.sid })
        #expect(result.callbacks.map(\.httpStatus) == [204, 204])
    }

    @Test func stopsByName() async throws {
        let both = Self.stream("one") + Self.stream("two", track: "inbound_track")
        let stop = #"<Stop><Stream name="one"/></Stop>"#
        let verbs = "<Start>\(both)</Start><Pause length=\"1\"/>\(stop)<Pause length=\"2\"/>"
        let (result, agents, _) = try await self.run(verbs)
        #expect(result.violations.isEmpty && agents.count == 2)
        let (one, two) = (result.backgroundStreams.first, result.backgroundStreams.last)
        #expect(one?.name == "one" && two?.name == "two")
        #expect((one?.seconds ?? 9) <= 1 && (two?.seconds ?? 0) > 2)
        #expect(agents.map(\.stops) == [1, 1])
    }

    private static let reporting = "<Start>\(Self.stream("a", track: "both_tracks", Self.callback))</Start>"

    @Test func theCallGoesOnWhenTheServerCloses() async throws {
        let (result, server) = try await self.run(
            Self.reporting,
            act: { line, message in
                if case .media(let media) = message, media.chunk == 50 { line.close(.unexpectedServerError) }
            },
            until: Self.isOver
        )
        #expect(result.ending == .callerHungUp && result.codes == [31_921])
        let forms = server.forms(at: "/stream-status")
        #expect(forms.map { $0["StreamEvent"] } == ["stream-started", "stream-error"])
        #expect(forms.last?["StreamError"]?.contains("1011") == true)
    }

    @Test func theCallGoesOnWhenTheServerHasHeardEnough() async throws {
        let (result, server) = try await self.run(
            Self.reporting,
            act: { line, message in
                if case .media(let media) = message, media.chunk == 50 { line.close() }
            },
            until: Self.isOver
        )
        #expect(result.ending == .callerHungUp && result.violations.isEmpty)
        #expect(result.backgroundStreams.map(\.closedBy) == [.server])
        #expect(server.forms(at: "/stream-status").map { $0["StreamEvent"] } == ["stream-started", "stream-stopped"])
    }

    @Test func theCallGoesOnWhenTheSocketBreaks() async throws {
        let steps: [CallerStep] = [.wait(.seconds(1)), .fault(.drop)]
        let (result, _) = try await self.run(Self.reporting, steps: steps, until: Self.isOver)
        #expect(result.ending == .callerHungUp && result.codes == [31_903])
    }

    @Test func theCallGoesOnWhenTheStreamIsRefused() async throws {
        let (result, server) = try await self.run(Self.reporting, refuses: true, until: Self.isOver)
        #expect(result.ending == .callerHungUp && result.codes == [31_920])
        #expect(result.backgroundStreams.map(\.httpStatus) == [403])
        #expect(server.forms(at: "/stream-status").map { $0["StreamEvent"] } == ["stream-error"])
    }

    @Test func hasAtMostFourTracksAndEveryNameOnce() async throws {
        let more = Self.stream("c", track: "inbound_track")
        let verbs = "<Start>\(Self.stream("a"))\(Self.stream("b"))\(more)</Start><Pause length=\"1\"/>"
        let full = try await self.run(verbs)
        #expect(full.agents.count == 2 && full.result.codes == [0])
        let same = "<Start>\(Self.stream("a"))\(Self.stream("a", track: "inbound_track"))</Start><Pause length=\"1\"/>"
        let twice = try await self.run(same)
        #expect(twice.agents.count == 1 && twice.result.codes == [0])
    }

    @Test(arguments: [
        (#"<Stream url="wss://voice.example.com/m" track="left_track"/>"#, [31_941, 12_200]),
        (#"<Stream url="https://voice.example.com/m"/>"#, [31_922]), (#"<Stream track="both_tracks"/>"#, [31_923]),
        ("<Siprec/>", [0]),
    ])
    func notesWhatCannotBeStarted(_ noun: String, _ codes: [Int]) async throws {
        let (result, agents, _) = try await self.run("<Start>\(noun)</Start><Hangup/>")
        #expect(agents.isEmpty && result.ending == .serverHungUp)
        #expect(!result.codes.isEmpty && result.codes.contains(codes[0]))
    }

    @Test func nothingAfterStartEndsTheCall() async throws {
        let (result, agents, _) = try await self.run("<Start>\(Self.stream())</Start>")
        #expect(result.ending == .documentEnded && agents.first?.stops ?? 0 <= 1)
    }

    @Test func notesMessagesFromAServerThatOnlyListens() async throws {
        let (result, _) = try await self.run(
            "<Start>\(Self.stream())</Start>",
            act: { line, message in if case .start = message { line.clear() } },
            until: { if case .violation = $0 { true } else { false } }
        )
        #expect(result.codes == [31_951] && result.backgroundStreams.first?.messagesReceived == 1)
    }

    @Test func aStopForAStreamThatIsNotThereIsNoted() async throws {
        let (result, _, _) = try await self.run(#"<Stop><Stream name="nobody"/></Stop><Hangup/>"#)
        #expect(result.codes == [0] && result.ending == .serverHungUp)
    }
}
