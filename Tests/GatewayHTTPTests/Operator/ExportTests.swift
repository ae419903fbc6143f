// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import NIOCore
import NIOPosix
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Exports: whole, slow, left alone and broken off.
@Suite(.timeLimit(.minutes(3)))
struct ExportTests {
    private func export(_ query: String, on gateway: TestGateway) async throws -> (RawHTTP.Answer, ChunkedBody) {
        let answer = try await RawHTTP.request("GET", "/api/calls/export\(query)", port: gateway.port)
        return (answer, ChunkedBody(answer.body))
    }

    private func objects(_ body: ChunkedBody) throws -> [[String: Any]] {
        try body.text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test func threeThousandCallsComeEachOnceAndInOrder() async throws {
        let store = EndlessStore(calls: 3_000)
        try await TestGateway.run({ $0.store = store }) { gateway in
            let (answer, body) = try await self.export("", on: gateway)
            #expect(answer.status == 200)
            #expect(answer["content-type"] == "application/x-ndjson; charset=utf-8")
            #expect(answer["content-disposition"] == #"attachment; filename="calls.jsonl""#)
            #expect(answer["transfer-encoding"] == "chunked")
            #expect(body.isComplete)
            let objects = try self.objects(body)
            #expect(objects.map { $0["sid"] as? String } == (0..<3_000).map { EndlessStore.id($0).rawValue })
            let lines = objects.compactMap { ($0["transcript"] as? [[String: Any]])?.first?["text"] as? String }
            #expect(lines.count == 3_000)
            #expect(store.read == 3_000)
            #expect(store.mostReaders <= 8)
            #expect(gateway.lines("calls exported").first?["calls"] == "3000")
        }
    }

    @Test(arguments: [("calls", 22), ("lines", 10)])
    func tablesHaveAHeaderAndARowEach(_ rows: String, _ columns: Int) async throws {
        let store = EndlessStore(calls: 200)
        try await TestGateway.run({ $0.store = store }) { gateway in
            let (answer, body) = try await self.export("?format=csv&rows=\(rows)", on: gateway)
            #expect(answer["content-type"] == "text/csv; charset=utf-8; header=present")
            #expect(body.isComplete)
            let lines = body.text.split(separator: "\r\n")
            #expect(lines.count == 201)
            #expect(lines.allSatisfy { $0.count(where: { $0 == "," }) == columns - 1 })
            // Telephone numbers are no formulas.
            #expect(rows == "calls" ? lines[1].contains(#""'+12025550100""#) : lines[1].hasSuffix(",test"))
            #expect(store.read == (rows == "calls" ? 0 : 200))
        }
    }

    @Test func onlyWhatFulfilsTheConditionsIsExported() async throws {
        try await TestGateway.run { gateway in
            let first = try await gateway.receive([.status(.completed, duration: 3, sequence: nil)])
            let second = try await gateway.receive([TestGateway.stream])
            _ = try await gateway.record(second)
            let (_, over) = try await self.export("?active=false", on: gateway)
            #expect(try self.objects(over).map { $0["sid"] as? String } == [first.description])
            let (_, all) = try await self.export("?number=%2B15005550006&from=2020-01-01", on: gateway)
            #expect(try self.objects(all).count == 2)
            let (empty, none) = try await self.export("?to=2020-01-01", on: gateway)
            #expect(empty.status == 200 && none.isComplete && none.text.isEmpty)
            let (_, table) = try await self.export("?to=2020-01-01&format=csv", on: gateway)
            #expect(table.isComplete && table.text.hasPrefix("sid,account,"))
        }
    }

    @Test(arguments: ["calls", "lines"])
    func aStoreThatFailsInTheMiddleCutsTheConnection(_ rows: String) async throws {
        let store = EndlessStore(calls: 3_000, failsAt: 1_500)
        try await TestGateway.run({ $0.store = store }) { gateway in
            let (answer, body) = try await self.export("?rows=\(rows)", on: gateway)
            #expect(answer.status == 200)
            #expect(!body.isComplete)
            let count = body.text.split(separator: "\n").count
            #expect(count > 0 && count <= 1_500)
            #expect(!body.text.contains("gone in the middle"))
            let line = try #require(gateway.lines("export broken off: what was sent is incomplete").first)
            #expect(line["calls"] == "1496")
            #expect(gateway.lines("calls exported").isEmpty)
        }
    }

    @Test func aStoreThatIsAwayGetsAProblemAndNoEmptyExport() async throws {
        try await TestGateway.run({ $0.store = FailingStore() }) { gateway in
            let (answer, _) = try await self.export("", on: gateway)
            #expect(answer.status == 503)
            #expect(answer["content-type"] == "application/problem+json")
        }
    }

    @Test(arguments: [
        ("?format=xml", "format"), ("?rows=words", "rows"), ("?from=yesterday", "from"), ("?limit=5", "limit"),
        ("?cursor=1.00", "cursor"), ("?active=", "active"), ("?format=csv&format=jsonl", "format"),
    ])
    func aQuestionThatMakesNoSenseNamesItsParameter(_ query: String, _ field: String) async throws {
        try await TestGateway.run { gateway in
            let (answer, _) = try await self.export(query, on: gateway)
            #expect(answer.status == 400)
            #expect(answer.body.contains(#""field":"\#(field)""#))
        }
    }

    @Test func headSaysWhatWouldComeAndReadsLittle() async throws {
        let store = EndlessStore(calls: 3_000)
        try await TestGateway.run({
            $0.store = store
            $0.gateway.reading.exports = 1
        }) { gateway in
            for _ in 0..<3 {
                let answer = try await RawHTTP.request("HEAD", "/api/calls/export", port: gateway.port)
                #expect(answer.status == 200 && answer.body.isEmpty)
            }
            #expect(store.read <= 24)
        }
    }

    // MARK: Slow clients, and those that go

    /// Asks for an export and hands over what comes, buffer by buffer, only as fast as it is taken.
    private func stream(
        _ gateway: TestGateway,
        _ body: (inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: 65_536)
            .connect(host: "127.0.0.1", port: gateway.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            let request = "GET /api/calls/export HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            var iterator = inbound.makeAsyncIterator()
            try await body(&iterator)
        }
    }

    /// 60 MB, of which only a few may be under way.
    private static let bytesPerCall = 20_000
    /// What sockets hold on both sides (Linux lets each grow to several MB) and what the server has read ahead.
    private static let underWay = 24_000_000

    @Test func aSlowClientIsWaitedForInBoundedMemory() async throws {
        let store = EndlessStore(calls: 3_000, textBytes: Self.bytesPerCall)
        try await TestGateway.run({ $0.store = store }) { gateway in
            try await self.stream(gateway) { iterator in
                var received = 0
                var tail = ""
                // Takes the beginning, then does other things, then takes the rest.
                while received < 1_000_000, let buffer = try await iterator.next(isolation: #isolation) {
                    received += buffer.readableBytes
                }
                for _ in 0..<200 {
                    let answer = try await RawHTTP.request("GET", "/api/health", port: gateway.port)
                    #expect(answer.status == 200)
                    #expect(store.read * Self.bytesPerCall - received < Self.underWay)
                }
                while let buffer = try await iterator.next(isolation: #isolation) {
                    received += buffer.readableBytes
                    tail = String((tail + String(buffer: buffer).suffix(8)).suffix(8))
                    #expect(store.read * Self.bytesPerCall - received < Self.underWay)
                }
                #expect(tail.hasSuffix("0\r\n\r\n"))
                #expect(received > 3_000 * Self.bytesPerCall)
            }
            #expect(store.read == 3_000)
        }
    }

    @Test func aClientThatGoesEndsTheExportAndFreesItsPlace() async throws {
        let store = EndlessStore(calls: 100_000, textBytes: Self.bytesPerCall)
        try await TestGateway.run({
            $0.store = store
            $0.gateway.reading.exports = 1
        }) { gateway in
            try await self.stream(gateway) { iterator in
                _ = try await iterator.next(isolation: #isolation)
                let second = try await RawHTTP.request("GET", "/api/calls/export", port: gateway.port)
                #expect(second.status == 429)
                #expect(second["retry-after"] == "10")
            }
            // The place is free as soon as the server has noticed; until then it says so.
            while try await RawHTTP.request("HEAD", "/api/calls/export", port: gateway.port).status == 429 {
                await Task.yield()
            }
            #expect(store.read < 20_000)
            #expect(gateway.lines("calls exported").isEmpty)
            #expect(gateway.lines("export broken off: what was sent is incomplete").isEmpty)
        }
    }
}
