// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SwitchboardTesting
import Synchronization
import TelephonyAudio
import Testing
import Twilio

/// One after the other: each has its own clock to keep.
@Suite(.serialized) struct StreamTests {
    private static let page = """
        <Connect><Stream url="wss://voice.example.com/media/abc" name="line">\
        <Parameter name="token" value="t&amp;1"/></Stream></Connect><Redirect>/next</Redirect>
        """
    private let respond: TwiMLServer.Respond = { request in
        request.path == "/voice" ? .twiML(Self.page) : .twiML("<Hangup/>")
    }
    private let beep = MuLaw.encode((0..<1600).map { Int16($0 % 8 < 4 ? 6000 : -6000) })

    /// An agent that closes as soon as the stream has started.
    private static let closing: @Sendable () -> Agent = {
        Agent { line, message in if case .start = message { line.close() } }
    }

    @Test func opensTheSocketAsTwilioDoes() async throws {
        let (result, server) = try await simulate(agent: Self.closing, respond: self.respond)
        let upgrade = try #require(server.requests.first { $0.method == "UPGRADE" })
        #expect(upgrade.target == "/media/abc")
        #expect(upgrade.headers["host"] == ["voice.example.com"])
        #expect(upgrade.headers["user-agent"] == ["Twilio.TmeWs/1.0"])
        #expect(upgrade.headers["sec-websocket-protocol"].isEmpty && upgrade.headers["origin"].isEmpty)
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://voice.example.com"),
            tokens: [AuthToken("12345")]
        )
        let signature = upgrade.headers.first(name: "x-twilio-signature")
        #expect(validator.verdict(signature: signature, target: "/media/abc", content: .webSocketUpgrade).isValid)
        let stream = try #require(result.streams.first)
        #expect(stream.httpStatus == 101 && stream.closeCode == 1000 && stream.closedBy == .server)
        #expect(stream.url == "wss://voice.example.com/media/abc" && StreamSID(stream.sid) != nil)
    }

    @Test func goesOnWithTheNextVerbWhenTheServerCloses() async throws {
        let (result, server) = try await simulate(agent: Self.closing, respond: self.respond)
        #expect(server.requests.map(\.path) == ["/voice", "/media/abc", "/next"])
        #expect(result.ending == .serverHungUp && result.isClean)
        #expect(server.forms(at: "/next").first?["CallStatus"] == "in-progress")
    }

    @Test func connectActionComesBeforeTheNextVerb() async throws {
        let (_, server) = try await simulate(
            agent: Self.closing,
            respond: { request in
                request.path == "/voice"
                    ? .twiML(#"<Connect action="/after"><Stream url="/media"/></Connect><Say>never</Say>"#) : .twiML("")
            }
        )
        #expect(server.requests.map(\.path) == ["/voice", "/media", "/after"])
    }

    @Test func sendsTheMessagesInTwiliosOrderAndShape() async throws {
        let agent = Agent()
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond) { call, _ in
            call.script.steps = [.wait(.milliseconds(200)), .press("7"), .wait(.milliseconds(200)), .hangUp]
        }
        let messages = agent.messages
        guard case .connected(let connected)? = messages.first, case .start(let start)? = messages.dropFirst().first,
            case .stop(let stop)? = messages.last
        else {
            Issue.record("unexpected order: \(messages)")
            return
        }
        #expect(connected.protocol == "Call")
        #expect(start.accountSID == SimulatedAccount.example.sid && start.callSID == result.sid)
        #expect(start.format == .muLaw && start.sequenceNumber == 1 && start.customParameters["token"] == "t&1")
        #expect(stop.callSID == result.sid)
        #expect(agent.digits == "7" && agent.stops == 1)
        #expect(agent.media.map(\.chunk) == agent.media.indices.map { Int64($0 + 1) })
        #expect(agent.media.map(\.timestampMilliseconds) == agent.media.indices.map { Int64($0 * 20) })
        #expect(agent.media.allSatisfy { $0.payload.count == 160 && $0.streamSID == start.streamSID })
        let sequence = messages.compactMap { message -> Int64? in
            switch message {
            case .start(let start): start.sequenceNumber
            case .media(let media): media.sequenceNumber
            case .dtmf(let key): key.sequenceNumber
            case .stop(let stop): stop.sequenceNumber
            default: nil
            }
        }
        #expect(sequence == sequence.indices.map { Int64($0 + 1) })
        #expect(agent.closeCodes == [1000])
        #expect(result.ending == .callerHungUp && result.firstStream.closedBy == .twilio)
        #expect(result.firstStream.framesSent == agent.media.count)
    }

    @Test func keepsTrueTimeAtPaceOne() async throws {
        let agent = Agent()
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond) { call, _ in
            call.pace = 1
            call.script.steps = [.wait(.milliseconds(600)), .hangUp]
        }
        let stream = try #require(result.streams.first)
        #expect(stream.framesSent == 31 && abs(stream.seconds - 0.62) < 0.001)
        #expect(result.wallSeconds > 0.59)
    }

    @Test func echoesMarksWhenTheirAudioHasBeenPlayed() async throws {
        let beep = self.beep
        let agent = Agent { line, message in
            switch message {
            case .start:
                line.mark("at once")
                line.speak(beep)
                line.mark("after")
            case .mark(let mark) where mark.name == "after": line.close()
            default: break
            }
        }
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond)
        let marks = agent.marks
        #expect(marks == ["at once", "after"])
        let stream = try #require(result.streams.first)
        #expect(stream.marksReceived == 2 && stream.marksEchoed == 2 && stream.framesReceived == 1)
        #expect(stream.audioBytesReceived == 1600 && stream.audioBytesPlayed == 1600)
        // 200 ms of audio lie between the two marks: at least nine frames of the caller's.
        let order = agent.messages.compactMap { message -> String? in
            switch message {
            case .media: "."
            case .mark(let mark): mark.name
            default: nil
            }
        }
        let first = try #require(order.firstIndex(of: "at once"))
        let second = try #require(order.firstIndex(of: "after"))
        #expect(second - first >= 10)
    }

    @Test func clearThrowsAwayWhatIsQueuedAndGivesUpItsMarks() async throws {
        let audio = [UInt8](repeating: 0x80, count: 80_000)
        let agent = Agent { line, message in
            switch message {
            case .start:
                line.speak(audio)
                line.mark("never heard")
                line.clear()
            case .mark: line.close()
            default: break
            }
        }
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond)
        let stream = try #require(result.streams.first)
        #expect(agent.marks == ["never heard"])
        #expect(stream.clears == 1 && stream.audioBytesCleared + stream.audioBytesPlayed == 80_000)
        #expect(stream.audioBytesCleared > 70_000)
    }

    @Test func recordsBothSides() async throws {
        let beep = self.beep
        let agent = Agent { line, message in
            if case .start = message { line.speak(beep) }
        }
        let caller = [UInt8](repeating: 0x22, count: 320)
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond) { call, _ in
            call.script.steps = [.waitForAgent(silence: .milliseconds(100)), .audio(caller), .hangUp]
        }
        let recording = result.recording
        #expect(recording.caller.count == recording.agent.count)
        // Compared outside of #expect, which would print every sample.
        let endsWithTheCaller = [0, 160].contains { recording.caller.dropLast($0).suffix(320).elementsEqual(caller) }
        let hasTheBeep = recording.agent.contains(beep)
        #expect(endsWithTheCaller && hasTheBeep)
        let wav = try WAVFile(try recording.wav())
        #expect(wav.channels == 2 && wav.sampleRate == 8000 && wav.sampleCount == recording.caller.count)
        let isCallerLeft = wav.channel(0) == MuLaw.decode(recording.caller)
        let isAgentRight = wav.channel(1) == MuLaw.decode(recording.agent)
        #expect(isCallerLeft && isAgentRight)
        #expect(result.firstStream.firstAudioSeconds != nil)
    }

    @Test func talksWithTheAgentTurnByTurn() async throws {
        let answer = ToneSynthesiser().audio(of: "noon until ten")
        let agent: @Sendable () -> Agent = {
            let turn = Mutex(TurnDetector())
            return Agent { line, message in
                switch message {
                case .start: line.speak(answer)
                case .media(let media): if turn.withLock({ $0.isOver(after: media.payload) }) { line.speak(answer) }
                default: break
                }
            }
        }
        let events = Mutex<[SimulatedCallEvent]>([])
        let result = try await withSimulation(agent: agent, respond: self.respond) { twilio, server in
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            call.pace = 4
            call.script = .asking("When are you open?")
            return try await twilio.place(call) { event in events.withLock { $0.append(event) } }
        }
        #expect(result.failures == [] && result.ending == .callerHungUp && result.isClean)
        #expect(result.firstStream.answerSeconds.count == 1)
        let log = events.withLock { $0 }
        #expect(log.contains(.callerSpeaks("When are you open?")))
        #expect(log.count { $0 == .agentSpeaks } == 2 && log.count { $0 == .agentQuiet } == 2)
    }

    @Test func aScriptGoesOnInTheNextStreamOfTheCall() async throws {
        let beep = self.beep
        let first = Agent { line, message in if case .dtmf = message { line.close() } }
        let second = Agent { line, message in if case .start = message { line.speak(beep) } }
        let agents = Mutex([second, first])
        let (result, _) = try await simulate(
            agent: { agents.withLock { $0.popLast() ?? Agent() } },
            respond: { _ in .twiML(Self.page) },
            configure: { call, _ in
                call.script.steps = [.press("1"), .waitForAgent(timeout: .seconds(300)), .press("2"), .hangUp]
            }
        )
        #expect(first.digits == "1" && second.digits == "2")
        #expect(Set(result.streams.map(\.sid)).count == 2 && result.streams.count == 2)
        #expect(result.failures == [] && result.ending == .callerHungUp)
    }

    @Test func missedExpectationsAreFailuresAndTheScriptGoesOn() async throws {
        let (result, _) = try await simulate(respond: self.respond) { call, _ in
            call.script.steps = [
                .expectHeard(within: .milliseconds(100)), .waitForAgent(timeout: .milliseconds(100)), .hangUp,
            ]
        }
        #expect(result.failures.map(\.step) == [0, 1] && !result.isClean)
        #expect(result.ending == .callerHungUp)
    }

    @Test func aCallerWithoutAScriptStaysUntilTheLimit() async throws {
        let agent = Agent()
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond) { call, _ in
            call.limits.duration = .seconds(4)
        }
        #expect(result.ending == .durationLimit && agent.stops == 1)
        // Up to the limit, less the time the webhook took.
        #expect(result.firstStream.seconds > 1 && result.firstStream.seconds <= 4.02)
    }

    @Test func hangUpAfterEndsAStream() async throws {
        let (result, _) = try await simulate(respond: self.respond) { call, _ in
            call.script.hangUpAfter = .seconds(4)
        }
        #expect(result.ending == .callerHungUp)
        #expect(result.firstStream.seconds > 1 && result.firstStream.seconds <= 4.02)
    }

    @Test func cancellingTheTaskHangsUp() async throws {
        let agent = Agent()
        let result = try await withSimulation(agent: { agent }, respond: self.respond) { twilio, server in
            var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
            call.localOrigin = server.origin
            let placed = call
            let (started, begin) = AsyncStream.makeStream(of: Void.self)
            return try await withThrowingTaskGroup { group in
                group.addTask {
                    try await twilio.place(placed) { if case .streamStarted = $0 { begin.yield() } }
                }
                for await _ in started { break }
                group.cancelAll()
                return try await group.next()
            }
        }
        #expect(result?.ending == .callerHungUp)
        #expect(agent.stops == 1)
    }

    @Test func streamCallbacksAreSentAndSigned() async throws {
        let page = """
            <Connect><Stream url="wss://voice.example.com/media" name="line" \
            statusCallback="https://voice.example.com/stream-status"/></Connect>
            """
        let (result, server) = try await simulate(
            agent: Self.closing,
            respond: { $0.path == "/voice" ? .twiML(page) : .status($0.method == "UPGRADE" ? 200 : 204) }
        )
        let forms = server.forms(at: "/stream-status")
        #expect(forms.map { $0["StreamEvent"] } == ["stream-started", "stream-stopped"])
        #expect(forms.allSatisfy { $0["StreamName"] == "line" && $0["StreamSid"] == result.firstStream.sid })
        #expect(result.callbacks.count == 2)
    }

    /// Notices, once, that somebody has spoken and then been silent for 300 ms.
    private struct TurnDetector {
        private var loudFrames = 0
        private var quietFrames = 0

        mutating func isOver(after frame: [UInt8]) -> Bool {
            let isLoud = LevelMeter.measure(muLaw: frame).rms > -40
            self.loudFrames += isLoud ? 1 : 0
            self.quietFrames = isLoud ? 0 : self.quietFrames + 1
            return self.loudFrames > 10 && self.quietFrames == 15
        }
    }

    @Test func manyCallsAtOnceDoNotDisturbEachOther() async throws {
        let agent: @Sendable () -> Agent = {
            Agent { line, message in
                switch message {
                case .start: line.speak([UInt8](repeating: 0x80, count: 1600))
                case .media(let media) where media.chunk == 1: line.mark("x")
                default: break
                }
            }
        }
        let results = try await withSimulation(agent: agent, respond: self.respond) { twilio, server in
            try await withThrowingTaskGroup { group in
                for _ in 0..<24 {
                    group.addTask {
                        var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
                        call.localOrigin = server.origin
                        call.isRecorded = false
                        call.script.steps = [.wait(.seconds(1)), .hangUp]
                        return try await twilio.place(call)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(Set(results.map(\.sid)).count == 24)
        #expect(results.allSatisfy { $0.ending == .callerHungUp && $0.isClean })
        #expect(results.allSatisfy { $0.streams.count == 1 && $0.firstStream.framesSent == 51 })
        #expect(results.allSatisfy { $0.firstStream.marksEchoed == 1 && $0.recording.caller.isEmpty })
    }
}
