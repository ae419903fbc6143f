// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import WebSockets

/// The promises R52 to R57: what the HTTP edge does with strangers.
@Suite(.timeLimit(.minutes(1))) struct HTTPEdgeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var request: String
        var statuses: [Int]

        init(_ description: String, _ request: String, _ statuses: Int...) {
            self.testDescription = description
            self.request = request
            self.statuses = statuses
        }
    }

    private static func get(_ fields: String = "", line: String = "GET /hello HTTP/1.1") -> String {
        "\(line)\r\nHost: localhost\r\n\(fields)\r\n"
    }

    private static func post(_ fields: String, _ body: String, path: String = "/body") -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\(body)"
    }

    /// Each gets exactly one answer, with one of the statuses, and then the connection ends.
    static let refused =
        hosts + targets + framing + sizes

    static let hosts = [
        Case("no Host", "GET /hello HTTP/1.1\r\n\r\n", 400),
        Case("two Hosts", get("Host: localhost\r\n"), 400),
        Case("an empty Host", "GET /hello HTTP/1.1\r\nHost: \r\n\r\n", 400),
        Case("a Host with a user", "GET /hello HTTP/1.1\r\nHost: a@b\r\n\r\n", 400),
        Case("a list of Hosts", "GET /hello HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
        Case("a Host with a path", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    ]

    static let targets = [
        Case("CONNECT", get(line: "CONNECT example.com:443 HTTP/1.1"), 400, 405),
        Case("TRACE", get(line: "TRACE /hello HTTP/1.1"), 405),
        Case("an unknown method", get(line: "BREW /hello HTTP/1.1"), 501),
        Case("a method in lower case", get(line: "get /hello HTTP/1.1"), 400, 501),
        Case("the absolute form", get(line: "GET http://example.com/hello HTTP/1.1"), 400),
        Case("an asterisk", get(line: "GET * HTTP/1.1"), 400),
        Case("HTTP/2 with prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505),
        Case("HTTP/2.0", get(line: "GET /hello HTTP/2.0"), 400, 505),
        Case("HTTP/0.9", "GET /hello\r\n\r\n", 400, 505),
        Case("HTTP/1.2", get(line: "GET /hello HTTP/1.2"), 400, 505),
        Case("bytes of TLS", "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}\u{00}\u{01}\r\n\r\n", 400),
        Case("a NUL in the target", get(line: "GET /he\u{00}llo HTTP/1.1"), 400),
        Case("a space in the target", get(line: "GET /he llo HTTP/1.1"), 400, 505),
    ]

    static let framing = [
        Case("CL.TE", post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG"), 400),
        Case("TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "5c\r\nGPOST / HTTP/1.1\r\n"), 400),
        Case("TE.TE", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), 400),
        Case("TE with junk", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400, 501),
        Case("TE gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400, 501),
        Case("TE with a space before the colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400),
        Case("TE in HTTP/1.0", "POST /body HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case("two lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), 400),
        Case("two equal lengths", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400),
        Case("a list of lengths", post("Content-Length: 3, 3\r\n", "abc"), 400),
        Case("a negative length", post("Content-Length: -3\r\n", "abc"), 400),
        Case("a signed length", post("Content-Length: +3\r\n", "abc"), 400),
        Case("a length in hexadecimal", post("Content-Length: 0x3\r\n", "abc"), 400),
        Case("a length of 30 digits", post("Content-Length: 999999999999999999999999999999\r\n", "abc"), 400, 413),
        Case("a chunk size that is none", post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n"), 400),
        Case("a chunk longer than its size", post("Transfer-Encoding: chunked\r\n", "1\r\nabc\r\n0\r\n\r\n"), 400),
        Case("a chunk size of 17 digits", post("Transfer-Encoding: chunked\r\n", "10000000000000000\r\n"), 400),
        Case("a folded field", get("X-A: b\r\n c\r\n"), 400),
        Case("a bare CR in a field", get("X-A: b\rc\r\n"), 400),
        Case("a NUL in a field", get("X-A: b\u{00}c\r\n"), 400),
        Case("a field without a name", get(": b\r\n"), 400),
        Case("a field with a space in its name", get("X A: b\r\n"), 400),
    ]

    static let sizes = [
        Case("a head of 20 KiB", get("X-A: \(String(repeating: "a", count: 20 << 10))\r\n"), 431),
        Case("101 fields", get((0..<100).map { "X-\($0): 1\r\n" }.joined()), 431),
        Case("50 000 fields", get(String(repeating: "X-A: 1\r\n", count: 50_000)), 431),
        Case("a request line of 9 KiB", get(line: "GET /\(String(repeating: "a", count: 9 << 10)) HTTP/1.1"), 414),
        Case("a request line of 1 MiB", get(line: "GET /\(String(repeating: "a", count: 1 << 20)) HTTP/1.1"), 414),
        Case("10 GB announced", post("Content-Length: 10000000000\r\n", "abc"), 413),
        Case(
            "300 KiB in chunks",
            post("Transfer-Encoding: chunked\r\n", "4b000\r\n\(String(repeating: "a", count: 300 << 10))\r\n0\r\n\r\n"),
            413
        ),
        Case(
            "a body over the route's limit",
            post("Content-Length: 2000\r\n", String(repeating: "a", count: 2_000)),
            413
        ),
    ]

    @Test(arguments: Self.refused) func refuses(_ item: Case) async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                // The server may answer and close before all of a large request is written.
                try? await peer.send(item.request + Self.get())
                let text = await peer.readTextToEnd()
                let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                #expect(item.statuses.contains(status ?? 0), "\(text.prefix(200))")
                #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2, "more than one answer: \(text)")
                #expect(text.lowercased().contains("connection: close"))
            }
        }
    }

    static let accepted = [
        Case("a GET", get(), 200),
        Case("a GET with a body", "GET /body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 200),
        Case("a POST in chunks", post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"), 200),
        Case("a POST with a length", post("Content-Length: 3\r\n", "abc"), 200),
        Case("a Host with a port", "GET /hello HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 200),
        Case("a path with escapes", get(line: "GET /%2e%2e/%00 HTTP/1.1"), 404),
        Case("OPTIONS *", get(line: "OPTIONS * HTTP/1.1"), 404),
    ]

    @Test(arguments: Self.accepted) func acceptsAndKeepsTheConnection(_ item: Case) async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                for _ in 0..<2 {
                    try await peer.send(item.request)
                    let head = try #require(await peer.readResponse()?.head)
                    #expect(head.hasPrefix("HTTP/1.1 \(item.statuses[0]) "))
                    #expect(!head.lowercased().contains("connection: close"))
                }
            }
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(
                    Self.get() + Self.post("Content-Length: 3\r\n", "abc") + Self.get(line: "GET /none HTTP/1.1")
                        + "BROKEN\r\n\r\n"
                )
                let text = await peer.readTextToEnd()
                let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
                #expect(statuses.prefix(3) == ["200", "200", "404"])
                #expect(statuses.count == 4 && ["400", "501"].contains(statuses[3]))
            }
        }
    }

    @Test func closesAfterARequestThatAsksForIt() async throws {
        try await TestServer.run { port, _ in
            for request in [Self.get("Connection: close\r\n"), "GET /hello HTTP/1.0\r\n\r\n"] {
                try await RawPeer.connect(to: port) { peer in
                    try await peer.send(request)
                    let text = await peer.readTextToEnd()
                    #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix("hello"))
                    #expect(text.lowercased().contains("connection: close"))
                }
            }
        }
    }

    @Test func givesOneAnswerWhenARouteAnswersBeforeItsBodyBreaks() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n", path: "/early"))
                #expect(await peer.readResponse()?.body == "early")
                try await peer.send("zz\r\nbroken\r\n" + Self.get())
                #expect(await peer.readTextToEnd() == "")
            }
        }
    }

    @Test func stopsReadingABodyThatNobodyWants() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.post("Content-Length: 262144\r\n", "", path: "/early"))
                #expect(await peer.readResponse()?.body == "early")
                for _ in 0..<32 { try? await peer.send([UInt8](repeating: 0x61, count: 8 << 10)) }
                #expect(await peer.readTextToEnd() == "")
            }
        }
    }

    @Test func lets413ReachAClientThatIsStillSending() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.post("Transfer-Encoding: chunked\r\n", ""))
                let chunk = "2000\r\n" + String(repeating: "a", count: 0x2000) + "\r\n"
                // Goes on sending long after the limit, as an upload does that looks at answers only at its end.
                for _ in 0..<64 { try? await peer.send(chunk) }
                let text = await peer.readTextToEnd()
                #expect(text.hasPrefix("HTTP/1.1 413 "), "\(text)")
                #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
            }
        }
    }

    @Test func sendsContinueToClientsThatWaitForIt() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.post("Content-Length: 3\r\nExpect: 100-continue\r\n", ""))
                #expect(await peer.readResponse()?.head.hasPrefix("HTTP/1.1 100 ") == true)
                try await peer.send("abc")
                #expect(await peer.readResponse()?.body == "3")
            }
        }
    }

    @Test func hasTheDefaultsOfTheReliabilityTable() {
        let edge = HTTPEdgeConfiguration()
        #expect(
            edge.headTimeout == .seconds(10) && edge.bodyTimeout == .seconds(20) && edge.idleTimeout == .seconds(60)
        )
        #expect(edge.writeTimeout == .seconds(60) && edge.minimumBodyRate == 1_000)
        #expect(edge.maxHeadSize == 16_384 && edge.maxHeaderFields == 100 && edge.maxRequestLine == 8_192)
        #expect(edge.maxBodySize == 262_144)
    }

    // MARK: Slow peers (R52), with limits of milliseconds

    private func slow(
        _ change: (inout HTTPEdgeConfiguration) -> Void
    ) -> (HTTPEdgeConfiguration, Recorder<HTTPEdgeRefusal>) {
        let recorder = Recorder<HTTPEdgeRefusal>()
        var edge = TestServer.patient
        edge.onRefusal = { recorder.append($0) }
        edge.lingerTimeout = .milliseconds(50)
        change(&edge)
        return (edge, recorder)
    }

    @Test func cutsAHeadThatNeverEnds() async throws {
        let (edge, refusals) = self.slow { $0.headTimeout = .milliseconds(100) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send("GET /hello HTTP/1.1\r\nHost: a\r\nX-Slow")
                #expect(await peer.readTextToEnd().hasPrefix("HTTP/1.1 408 "))
            }
        }
        #expect(refusals.values.map(\.reason) == [.headTimeout])
    }

    @Test func cutsABodyThatNeverEnds() async throws {
        let (edge, refusals) = self.slow { $0.bodyTimeout = .milliseconds(100) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.post("Content-Length: 100\r\n", "abc"))
                let text = await peer.readTextToEnd()
                #expect(text.hasPrefix("HTTP/1.1 408 "))
                #expect(text.components(separatedBy: "HTTP/1.1").count == 2)
            }
        }
        #expect(refusals.values.map(\.reason) == [.bodyTimeout])
    }

    @Test func cutsABodyThatDrips() async throws {
        let (edge, refusals) = self.slow { $0.bodyRateGrace = .milliseconds(100) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.post("Content-Length: 100\r\n", "abc"))
                #expect(await peer.readTextToEnd().hasPrefix("HTTP/1.1 408 "))
            }
        }
        #expect(refusals.values.map(\.reason) == [.bodyTooSlow])
    }

    @Test func cutsSilentConnections() async throws {
        let (edge, refusals) = self.slow { $0.idleTimeout = .milliseconds(100) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                #expect(await peer.readToEnd().isEmpty)
            }
        }
        #expect(refusals.values.map(\.reason) == [.idle])
    }

    @Test func cutsIdleConnections() async throws {
        let (edge, refusals) = self.slow { $0.idleTimeout = .seconds(3) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.get())
                #expect(await peer.readResponse()?.body == "hello")
                #expect(await peer.readToEnd().isEmpty)
            }
        }
        #expect(refusals.values.map(\.reason) == [.idle])
    }

    @Test func cutsAPeerThatDoesNotReadItsAnswer() async throws {
        let (edge, refusals) = self.slow { $0.writeTimeout = .milliseconds(200) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port, reads: false) { peer in
                try await peer.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                while refusals.values.isEmpty { await Task.yield() }
            }
        }
        #expect(refusals.values.map(\.reason) == [.writeTimeout])
    }

    // MARK: Who is served, and what every answer says

    @Test func closesAConnectionThatIsNotAdmitted() async throws {
        let (edge, refusals) = self.slow { $0.admit = { _ in .refused(.tooManyConnections) } }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try? await peer.send(Self.get())
                #expect(await peer.readToEnd().isEmpty)
            }
        }
        #expect(refusals.values.map(\.reason) == [.tooManyConnections])
        #expect(refusals.values.first?.status == nil)
    }

    @Test func tellsOnceThatAConnectionHasEndedOrBecomeAWebSocket() async throws {
        let events = Recorder<String>()
        var edge = TestServer.patient
        edge.admit = { address in
            events.append("admitted \(address?.ipAddress ?? "?")")
            return .admitted { events.append("ended") }
        }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(Self.get())
                #expect(await peer.readResponse()?.body == "hello")
                #expect(events.values == ["admitted 127.0.0.1"])
            }
            while events.values.count < 2 { await Task.yield() }
            try await RawPeer.connect(to: port) { peer in
                #expect(try await peer.upgrade().hasPrefix("HTTP/1.1 101 "))
                while events.values.count < 4 { await Task.yield() }
                try await peer.send(.text("still here"))
                #expect(await peer.readFrame() != nil)
            }
        }
        #expect(events.values == ["admitted 127.0.0.1", "ended", "admitted 127.0.0.1", "ended"])
    }

    @Test(arguments: [
        "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hello HTTP/1.1\r\n\r\n",
        "garbage\r\n\r\n", RawPeer.upgradeRequest("/403"), RawPeer.upgradeRequest("/500"),
        "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n",
    ]) func addsItsFieldsToEveryAnswer(_ request: String) async throws {
        var edge = TestServer.patient
        edge.answerFields = [("x-always", "yes"), ("Content-Type", "nobody/overwrites")]
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(request)
                let head = await peer.readResponse()?.head.lowercased() ?? ""
                #expect(head.contains("\r\nx-always: yes\r\n"))
                #expect(head.components(separatedBy: "\r\ncontent-type:").count == 2)
            }
        }
    }

    @Test func goesOnServingOthersBesideSlowOnes() async throws {
        try await TestServer.run { port, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<50 {
                    group.addTask {
                        try await RawPeer.connect(to: port) { peer in
                            try await peer.send(
                                index.isMultiple(of: 2) ? "GET /hello HT" : Self.post("Content-Length: 9\r\n", "a")
                            )
                            try await RawPeer.connect(to: port) { other in
                                try await other.send(Self.get())
                                #expect(await other.readResponse()?.body == "hello")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
