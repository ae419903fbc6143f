// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOPosix
import Testing
import WebSockets

@testable import Deepgram

/// Connections that do not come about.
@Suite(.timeLimit(.minutes(1))) struct ListenDiallingTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var status: String
        var headers: [String] = []
        var body = ""
        var code: DeepgramError.Code
        var retryAfter: Duration?
        var testDescription: String { self.status }
    }

    /// Bodies as developers.deepgram.com "Errors" has them.
    static let refusals = [
        Refusal(
            status: "400 Bad Request",
            headers: ["dg-error: Bad Request"],
            body: #"{"err_code":"Bad Request","err_msg":"No such model/language/tier combination found.","#
                + #""request_id":"r"}"#,
            code: .invalidParameters
        ),
        Refusal(
            status: "401 Unauthorized",
            body: #"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"r"}"#,
            code: .unauthorised
        ),
        Refusal(
            status: "402 Payment Required",
            body: #"{"err_code":"ASR_PAYMENT_REQUIRED","err_msg":"no credits","request_id":"r"}"#,
            code: .paymentRequired
        ),
        Refusal(
            status: "403 Forbidden",
            body: #"{"err_code":"INSUFFICIENT_PERMISSIONS","err_msg":"no access","request_id":"r"}"#,
            code: .forbidden
        ),
        Refusal(
            status: "429 Too Many Requests",
            headers: ["Retry-After: 7"],
            body: #"{"err_code":"TOO_MANY_REQUESTS","err_msg":"Too many requests.","request_id":"r"}"#,
            code: .tooManyConnections,
            retryAfter: .seconds(7)
        ),
        Refusal(status: "429 Too Many Requests", code: .tooManyConnections),
        Refusal(
            status: "503 Service Unavailable",
            headers: ["Retry-After: 3"],
            code: .unavailable,
            retryAfter: .seconds(3)
        ),
        Refusal(status: "500 Internal Server Error", body: "<html>", code: .unavailable),
        Refusal(status: "504 Gateway Timeout", code: .unavailable),
    ]

    @Test(arguments: Self.refusals) func tellsWhyItWasRefused(_ refusal: Refusal) async throws {
        try await EngineServer.run { server in
            let caller = Caller(try ListenClient.test(port: server.port))
            let peer = try await server.accept()
            try await peer.refuse(refusal.status, refusal.headers + ["dg-request-id: r-1"], body: refusal.body)
            let error = try await caller.failure()
            #expect(error.code == refusal.code)
            #expect(error.retryAfter == refusal.retryAfter)
            #expect(error.requestID == "r-1")
            #expect(!error.description.contains("secret"))
            _ = await peer.readToEnd()
        }
    }

    @Test func nobodyListens() async throws {
        let port = try await EngineServer.run { $0.port }
        let caller = Caller(try ListenClient.test(port: port))
        #expect(try await caller.failure().code == .connectFailed)
    }

    @Test func anAnswerThatNeverComes() async throws {
        try await EngineServer.run { server in
            let configuration = ListenClientConfiguration.patient { $0.upgradeTimeout = .milliseconds(50) }
            let caller = Caller(try ListenClient.test(port: server.port, configuration: configuration))
            let peer = try await server.accept()
            #expect(await peer.readRequest() != nil)
            #expect(try await caller.failure().code == .timedOut)
            _ = await peer.readToEnd()
        }
    }

    @Test func aHangUpAtEachStage() async throws {
        try await EngineServer.run { server in
            for answer in ["", "HTTP/1.1 101 Swi", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"] {
                let caller = Caller(try ListenClient.test(port: server.port))
                let peer = try await server.accept()
                _ = await peer.readRequest()
                try await peer.send(Array(answer.utf8))
                try await peer.channel.close().get()
                let error = try await caller.failure()
                #expect(!error.isFinal, "\(error)")
            }
            let caller = Caller(try ListenClient.test(port: server.port))
            let peer = try await server.accept()
            _ = await peer.readRequest()
            try await peer.reset()
            #expect(try await caller.failure().code == .connectFailed)
        }
    }

    @Test func anAnswerThatIsNoWebSocket() async throws {
        try await EngineServer.run { server in
            for answer in ["SSH-2.0-x\r\n\r\n", "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"] {
                let caller = Caller(try ListenClient.test(port: server.port))
                let peer = try await server.accept()
                _ = await peer.readRequest()
                try await peer.send(Array(answer.utf8))
                #expect(try await caller.failure().code == .unavailable)
            }
        }
    }

    @Test func aCancelledDialEndsAtOnceAndTellsNothing() async throws {
        try await EngineServer.run { server in
            let caller = Caller(try ListenClient.test(port: server.port))
            let peer = try await server.accept()
            _ = await peer.readRequest()
            try await caller.cancel()
            #expect(await peer.readToEnd().isEmpty)
            try await caller.cancel()
            // Had it been told of the failure, that would come first.
            let other = Caller(try ListenClient.test(port: server.port), on: caller.eventLoop)
            try await server.accept().upgrade()
            try await other.opened()
        }
    }

    @Test func aURLThatIsNoneFailsAfterDialHasReturned() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let owner = NIOLoopBoundBox.makeBoxSendingValue(RecordingOwner(), eventLoop: eventLoop)
        let failuresAtOnce = try await eventLoop.submit { () -> Int in
            let connection = ListenConnection(
                .nova(NovaParameters()),
                configuration: ListenClientConfiguration(),
                host: "a",
                eventLoop: eventLoop,
                owner: owner.value
            )
            connection.dial("ws://a b", HTTPFields(), WebSocketClientConfiguration())
            return owner.value.failures.count
        }.get()
        #expect(failuresAtOnce == 0)
        #expect(try await eventLoop.submit { owner.value.failures.map(\.code) }.get() == [.invalidParameters])
    }

    @Test func anIDThatIsNoneIsNotTaken() async throws {
        try await EngineServer.run { server in
            let caller = Caller(try ListenClient.test(port: server.port))
            try await server.accept().upgrade(requestID: String(repeating: "x", count: 100))
            try await caller.opened()
            #expect(try await caller.withLink { $0.requestID } == nil)
        }
    }

    // MARK: Flux

    private static let flux = ListenParameters.flux(FluxParameters())
    private static let connected = #"{"type":"Connected","request_id":"f-1","sequence_id":0}"#

    @Test func fluxOpensWhenItSaysThatItIsConnected() async throws {
        try await EngineServer.run { server in
            let caller = Caller(try ListenClient.test(port: server.port), Self.flux)
            let peer = try await server.accept()
            let request = try await peer.upgrade()
            #expect(request.hasPrefix("GET /v2/listen?"))
            // Nothing but Connected opens it.
            try await peer.sendText("garbage")
            try await peer.send(EngineFrame(opcode: 2, payload: [1]).bytes)
            try await peer.sendText(#"{"type":"Later","sequence_id":1}"#)
            try await peer.sendText(Self.connected)
            try await caller.opened()
            try await caller.sendAudio(640)
            #expect(await peer.readMessage()?.payload.count == 640)
            // A command that Flux does not know is not sent.
            #expect(try await caller.send(.keepAlive) == false)
        }
    }

    @Test func fluxThatDoesNotSayConnectedFails() async throws {
        try await EngineServer.run { server in
            let configuration = ListenClientConfiguration.patient { $0.greetingTimeout = .milliseconds(50) }
            let caller = Caller(try ListenClient.test(port: server.port, configuration: configuration), Self.flux)
            let peer = try await server.accept()
            try await peer.upgrade()
            #expect(try await caller.failure().code == .timedOut)
            _ = await peer.readToEnd()
        }
    }

    @Test func fluxThatClosesOrErrsInsteadFails() async throws {
        try await EngineServer.run { server in
            let client = try ListenClient.test(port: server.port)
            for message in [#"{"type":"Error","code":"INTERNAL_SERVER_ERROR","description":"x"}"#, nil] {
                let caller = Caller(client, Self.flux)
                let peer = try await server.accept()
                try await peer.upgrade()
                if let message { try await peer.sendText(message) } else { try await peer.sendClose(1011) }
                #expect(try await caller.failure().code == .unavailable)
            }
        }
    }

    @Test func fluxIsKeptByPings() async throws {
        try await EngineServer.run { server in
            let configuration = ListenClientConfiguration.patient {
                $0.pingInterval = .milliseconds(20)
                $0.maxMissedPongs = 1_000_000
            }
            let caller = Caller(try ListenClient.test(port: server.port, configuration: configuration), Self.flux)
            let peer = try await server.accept()
            try await peer.upgrade()
            try await peer.sendText(Self.connected)
            try await caller.opened()
            for _ in 0..<3 { #expect(await peer.readFrame()?.opcode == 9) }
        }
    }
}
