// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import NIOCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Streams of both sides of a call, as Twilio sends them.
@Suite(.timeLimit(.minutes(2)))
struct ListeningStreamTests {
    private static func info(_ call: CallSID) -> CallInfo {
        CallInfo(
            id: CallID(call.description),
            account: TestGateway.account,
            direction: .inbound,
            from: "+15005550006",
            to: "+15005550001",
            receivedAt: .now
        )
    }

    /// Opens a stream with a token for listening, and says `start` with these tracks.
    private static func begin(
        _ call: CallSID,
        stream: StreamSID,
        tracks: [MediaTrack] = [.inbound, .outbound],
        purpose: StreamPurpose = .listening,
        on gateway: TestGateway
    ) async throws -> StreamClient {
        let journal = gateway.journal
        _ = try await journal.append(journal.event(.received(Self.info(call)), in: CallID(call.description)))
        guard case .admitted(let pass) = gateway.manager.admit(Self.info(call), isResumed: true, for: purpose) else {
            throw StoreError(.rejected, "not admitted")
        }
        let client = try await StreamClient.open(TestGateway.sealer.token(of: pass), on: gateway)
        var start = StreamClient.start(call, stream: stream)
        start.tracks = tracks
        try await client.send(.connected(.init()))
        try await client.send(.start(start))
        return client
    }

    /// How `chunk` may count.
    enum Counting: CaseIterable, Sendable {
        case overBothTracks, perTrack, notAtAll
    }

    private static func media(_ stream: StreamSID, _ counting: Counting, frames: Int) -> [MediaStreamMessage] {
        (0..<2 * frames).map { place in
            let (index, isInbound) = (place / 2, place % 2 == 0)
            let chunk: Int64? =
                switch counting {
                case .overBothTracks: Int64(place + 1)
                case .perTrack: Int64(index + 1)
                case .notAtAll: nil
                }
            let media = MediaStreamMessage.Media(
                streamSID: stream.description,
                sequenceNumber: Int64(place + 2),
                track: isInbound ? .inbound : .outbound,
                chunk: chunk,
                timestampMilliseconds: Int64(20 * index),
                payload: NumberedSpeech.audio([isInbound ? index + 1 : 5_001 + index])
            )
            return .media(media)
        }
    }

    @Test(arguments: Counting.allCases)
    func hearsBothSidesToTheFrameHoweverChunksAreCounted(_ counting: Counting) async throws {
        try await TestGateway.run({ $0.recogniser = NumberedRecogniser() }) { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await Self.begin(call, stream: stream, on: gateway)
            for message in Self.media(stream, counting, frames: 200) { try await client.send(message) }
            try await client.send(StreamClient.stop(stream))
            #expect(try await client.ending.code == 1000)
            #expect(try await client.ending.messages.isEmpty, "nothing is ever said")
            let id = CallID(call.description)
            try await gateway.eventually { try await gateway.store.call(id)?.termination == .streamStopped }
            let lines = try await gateway.store.transcript(of: id).map(\.line)
            let caller = lines.filter { $0.speaker == .caller }
            let agent = lines.filter { $0.speaker == .agent }
            #expect(caller.map(\.text) == [(1...200).map(String.init).joined(separator: " ")])
            #expect(agent.map(\.text) == [(5_001...5_200).map(String.init).joined(separator: " ")])
            #expect(lines.allSatisfy { $0.start == .zero && $0.end == .seconds(4) })
        }
    }

    @Test func takesFramesInUnusualSpellingsForTheRightSide() async throws {
        try await TestGateway.run({ $0.recogniser = NumberedRecogniser() }) { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await Self.begin(call, stream: stream, on: gateway)
            for (index, track) in ["inbound", "outbound"].enumerated() {
                let payload = String(decoding: Base64.encode(NumberedSpeech.audio([index + 1])), as: UTF8.self)
                // An escape that the fast way does not read.
                try await client.send(
                    text: #"{"ev\u0065nt":"media","sequenceNumber":"\#(index + 2)","streamSid":"\#(stream)","#
                        + #""media":{"track":"\#(track)","timestamp":"0","payload":"\#(payload)"}}"#
                )
            }
            try await client.send(StreamClient.stop(stream))
            _ = try await client.ending
            let id = CallID(call.description)
            try await gateway.eventually { try await gateway.store.call(id)?.termination == .streamStopped }
            let lines = try await gateway.store.transcript(of: id).map(\.line)
            #expect(lines.map(\.text).sorted() == ["1", "2"])
            #expect(lines.allSatisfy { ($0.text == "1") == ($0.speaker == .caller) })
        }
    }

    @Test func leavesTheCallAloneWhenTheSocketIsCut() async throws {
        try await TestGateway.run({ $0.recogniser = NumberedRecogniser() }) { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await Self.begin(call, stream: stream, on: gateway)
            try await gateway.eventually { gateway.manager.snapshot.live == 1 }
            let id = CallID(call.description)
            let journal = gateway.journal
            _ = try await journal.append(journal.event(.nextDecided(.transfer(to: "+15005550009")), in: id))
            try await client.drop()
            try await gateway.eventually { try await gateway.store.call(id)?.termination == .connectionLost }
            let record = try #require(try await gateway.store.call(id))
            #expect(record.isActive && record.next == .transfer(to: "+15005550009"))
        }
    }

    /// Tokens used for what they were not given for.
    @Test(arguments: [
        (StreamPurpose.conversation, [MediaTrack.inbound, .outbound]), (.conversation, [.outbound]),
        (.conversation, []), (.listening, [.inbound]), (.listening, [.outbound]), (.listening, []),
    ])
    func refusesTracksThatAreNotThoseOfTheToken(_ purpose: StreamPurpose, _ tracks: [MediaTrack]) async throws {
        try await TestGateway.run { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await Self.begin(call, stream: stream, tracks: tracks, purpose: purpose, on: gateway)
            #expect(try await client.ending.code == 1008)
            #expect(gateway.lines("stream closed").map { $0["refusal.reason"] } == ["wrong_tracks"])
            #expect(gateway.manager.snapshot.live == 0 && gateway.manager.recogniser.status.sessions == 0)
            try await gateway.eventually {
                try await gateway.store.events(of: CallID(call.description)).contains {
                    $0.event.kind == .streamEnded(.neverStreamed, purpose: purpose)
                }
            }
        }
    }

    @Test func takesNoKeysAndNoMarksAmiss() async throws {
        try await TestGateway.run({ $0.recogniser = NumberedRecogniser() }) { gateway in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await Self.begin(call, stream: stream, on: gateway)
            try await client.send(.dtmf(.init(streamSID: stream.description, sequenceNumber: 2, digit: "0")))
            try await client.send(.mark(.init(streamSID: stream.description, sequenceNumber: 3, name: "1.20")))
            try await client.send(StreamClient.stop(stream))
            #expect(try await client.ending.code == 1000)
            let id = CallID(call.description)
            try await gateway.eventually { try await gateway.store.call(id)?.termination == .streamStopped }
            let events = try await gateway.store.events(of: id)
            #expect(!events.contains { if case .digit = $0.event.kind { true } else { false } })
        }
    }

    @Test func twoHundredStreamsAtOnceGiveEverythingBack() async throws {
        try await TestGateway.run({ $0.recogniser = NumberedRecogniser() }) { gateway in
            var clients: [(StreamClient, StreamSID)] = []
            for _ in 0..<200 {
                let stream = StreamSID.random()
                clients.append((try await Self.begin(.random(), stream: stream, on: gateway), stream))
            }
            try await gateway.eventually { gateway.manager.snapshot.live == 200 }
            try await gateway.eventually { gateway.manager.recogniser.status.sessions == 400 }
            let silence = ListeningStreamTests.silence(frames: 50)
            for (client, stream) in clients {
                for message in silence(stream) { try await client.send(message) }
            }
            for (client, stream) in clients { try await client.send(StreamClient.stop(stream)) }
            for (client, _) in clients { #expect(try await client.ending.code == 1000) }
            try await gateway.eventually { gateway.manager.recogniser.status.sessions == 0 }
            #expect(gateway.manager.snapshot.live == 0)
        }
    }

    private static func silence(frames: Int) -> (StreamSID) -> [MediaStreamMessage] {
        let payload = [UInt8](repeating: 0xFF, count: 160)
        return { stream in
            (0..<2 * frames).map { index in
                let media = MediaStreamMessage.Media(
                    streamSID: stream.description,
                    sequenceNumber: Int64(index + 2),
                    track: index % 2 == 0 ? .inbound : .outbound,
                    chunk: nil,
                    timestampMilliseconds: Int64(index / 2 * 20),
                    payload: payload
                )
                return .media(media)
            }
        }
    }
}
