// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import Testing
import Twilio

/// One after the other: each has its own clock to keep.
@Suite(.serialized) struct StreamFaultTests {
    private let respond: TwiMLServer.Respond = { request in
        request.path == "/voice"
            ? .twiML(#"<Connect><Stream url="/media"/></Connect><Redirect>/next</Redirect>"#) : .twiML("<Hangup/>")
    }

    private func run(
        _ steps: CallerStep...,
        agent: Agent = Agent(),
        opening: StreamOpening = .normal,
        close: Duration = .seconds(1)
    ) async throws -> (result: SimulatedCallResult, agent: Agent) {
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond) { call, _ in
            call.script.steps = steps
            call.streamOpening = opening
            call.limits.duration = .seconds(5)
            call.limits.close = close
        }
        return (result, agent)
    }

    @Test func canLeaveOutStart() async throws {
        let (_, agent) = try await self.run(.wait(.milliseconds(100)), .hangUp, opening: .withoutStart)
        #expect(agent.starts.isEmpty && agent.media.count == 6)
    }

    @Test func canSendMediaBeforeStart() async throws {
        let (_, agent) = try await self.run(.hangUp, opening: .mediaBeforeStart)
        let names = agent.messages.prefix(3).map { message in
            switch message {
            case .connected: "connected"
            case .media: "media"
            case .start: "start"
            default: "other"
            }
        }
        #expect(names == ["connected", "media", "start"])
    }

    @Test func canStartTwice() async throws {
        let (_, agent) = try await self.run(.hangUp, opening: .startTwice)
        #expect(agent.starts.count == 2)
        let (_, other) = try await self.run(.fault(.secondStart), .fault(.foreignAccountStart), .hangUp)
        #expect(other.starts.count == 3 && Set(other.starts.map(\.accountSID)).count == 2)
    }

    @Test func canNameAnotherAccountOrCall() async throws {
        let (_, account) = try await self.run(.hangUp, opening: .foreignAccount)
        #expect(account.starts.map(\.accountSID) == ["AC" + String(repeating: "f", count: 32)])
        let (result, call) = try await self.run(.hangUp, opening: .foreignCall)
        #expect(call.starts.count == 1 && call.starts[0].callSID != result.sid)
    }

    @Test func canFallSilentFromTheBeginning() async throws {
        let (_, connected) = try await self.run(.wait(.milliseconds(200)), .hangUp, opening: .silentAfterConnected)
        #expect(connected.messages.count == 2 && connected.media.isEmpty)
        let (_, silent) = try await self.run(.wait(.milliseconds(200)), .fault(.drop), opening: .silent)
        #expect(silent.messages.isEmpty)
    }

    @Test func canSendTextThatIsNoMessage() async throws {
        let (result, agent) = try await self.run(
            .fault(.text("not json")),
            .fault(.invalidUTF8),
            .fault(.malformedPayload),
            .fault(.nestedJSON(depth: 100_000)),
            .fault(.largeText(bytes: 1 << 20)),
            .fault(.binary([0, 1, 2])),
            .hangUp,
            // A busy server reads a megabyte before it answers the close frame.
            close: .seconds(60)
        )
        try #require(agent.bad.count == 5)
        #expect(agent.bad[0] == Array("not json".utf8) && agent.bad[1].count == 7)
        #expect(String(decoding: agent.bad[2], as: UTF8.self).contains("no=base64!"))
        #expect(agent.bad[3].count == 200_000 && agent.bad[3].prefix(3) == [0x5B, 0x5B, 0x5B])
        #expect(agent.bad[4].count == 1 << 20)
        #expect(agent.binaryMessages == 1 && agent.stops == 1)
        #expect(result.ending == .callerHungUp)
    }

    @Test func canSpeakForAnotherStream() async throws {
        let (result, agent) = try await self.run(.fault(.foreignStream), .hangUp)
        #expect(agent.media.contains { $0.streamSID != result.firstStream.sid })
    }

    @Test func canLeaveAGapThatTheTimestampsShow() async throws {
        let (result, agent) = try await self.run(
            .wait(.milliseconds(100)),
            .fault(.gap(.milliseconds(200))),
            .wait(.milliseconds(300)),
            .hangUp
        )
        let times = agent.media.compactMap(\.timestampMilliseconds)
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(steps.filter { $0 != 20 } == [220])
        #expect(agent.media.map(\.chunk) == times.indices.map { Int64($0 + 1) })
        #expect(result.firstStream.framesSent == times.count)
    }

    @Test func canRepeatAndSwapFrames() async throws {
        let (_, agent) = try await self.run(
            .wait(.milliseconds(60)),
            .fault(.duplicateFrame),
            .wait(.milliseconds(60)),
            .fault(.swapFrames),
            .wait(.milliseconds(60)),
            .hangUp
        )
        let chunks = agent.media.compactMap(\.chunk)
        let changes = zip(chunks.dropFirst(), chunks).map { $0 - $1 }
        #expect(changes.contains(0), "a frame came twice: \(chunks)")
        #expect(changes.contains(-1), "a frame came late: \(chunks)")
        #expect(Set(chunks).count == Int(chunks.max() ?? 0))
    }

    @Test func canResetTheConnectionInMidMessageAndTheCallGoesOn() async throws {
        let (result, agent) = try await self.run(.wait(.milliseconds(100)), .fault(.resetInMidMessage), .hangUp)
        #expect(agent.stops == 0 && agent.closeCodes.isEmpty)
        #expect(result.firstStream.framesSent == 6)
        #expect(result.firstStream.closedBy == .twilio && result.firstStream.closeCode == nil)
        #expect(result.documents.map(\.url).last == "https://voice.example.com/next")
    }

    @Test func canDropTheConnectionWithoutAWord() async throws {
        let (result, agent) = try await self.run(.wait(.milliseconds(100)), .fault(.drop))
        #expect(agent.stops == 0 && agent.closeCodes.isEmpty)
        #expect(result.codes == [] && result.ending == .serverHungUp)
    }

    @Test func canSendRawBytes() async throws {
        // An unmasked text frame from a client: RFC 6455 section 5.1 makes the server fail the connection.
        let (_, agent) = try await self.run(
            .fault(.rawBytes([0x81, 0x02, 0x7B, 0x7D])),
            .wait(.milliseconds(100)),
            .hangUp
        )
        #expect(agent.messages.count >= 2)
    }

    @Test func stopWithoutClosingWaitsForTheServerAndThenTheCallIsOver() async throws {
        let agent = Agent { line, message in if case .stop = message { line.close() } }
        let (result, seen) = try await self.run(.wait(.milliseconds(60)), .fault(.stopWithoutClosing), agent: agent)
        #expect(seen.stops == 1 && result.firstStream.closedBy == .server)
        #expect(result.ending == .callerHungUp && result.documents.count == 1)
    }

    @Test func stopWithoutClosingIsBoundedByTheCallsLimit() async throws {
        let (result, agent) = try await self.run(.fault(.stopWithoutClosing))
        #expect(result.ending == .durationLimit && agent.media.count <= 1)
        #expect(result.firstStream.seconds <= 5.02)
    }

    @Test func canFallSilentInTheMiddle() async throws {
        let (result, agent) = try await self.run(
            .wait(.milliseconds(100)),
            .fault(.fallSilent),
            .wait(.seconds(1)),
            .hangUp
        )
        #expect(agent.media.count <= 6 && result.firstStream.seconds > 1)
    }

    @Test func canStopReading() async throws {
        let agent = Agent { line, message in
            guard case .media(let media) = message else { return }
            // One read is under way when reading stops; it may still bring the first.
            if media.chunk == 10 { line.mark("perhaps read") }
            if media.chunk == 30 { line.mark("unread") }
        }
        let (result, _) = try await self.run(
            .fault(.stopReading),
            .wait(.seconds(2)),
            .fault(.resumeReading),
            .wait(.seconds(2)),
            .hangUp,
            agent: agent
        )
        #expect(result.firstStream.marksEchoed == 2)
        #expect(agent.marks == ["perhaps read", "unread"])
        let place = agent.messages.firstIndex { if case .mark(let mark) = $0 { mark.name == "unread" } else { false } }
        #expect(try #require(place) > 100, "the mark was read before the caller read again")
    }
}
