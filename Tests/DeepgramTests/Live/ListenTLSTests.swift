// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOSSL
import Testing

@testable import Deepgram

/// Promise R73: whoever cannot show that he is Deepgram hears nothing, and nothing is tried in the clear.
@Suite(.timeLimit(.minutes(1))) struct ListenTLSTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var certificate: String
        var maximumTLSVersion: TLSVersion?
        var trustsRoot = true
    }

    static let bad = [
        Bad(testDescription: "another host", certificate: TestCertificates.otherHost),
        Bad(testDescription: "expired", certificate: TestCertificates.expired),
        Bad(testDescription: "self-signed", certificate: TestCertificates.selfSigned),
        Bad(testDescription: "a root of its own", certificate: TestCertificates.good, trustsRoot: false),
        Bad(testDescription: "TLS 1.1", certificate: TestCertificates.good, maximumTLSVersion: .tlsv11),
        Bad(testDescription: "TLS 1.0", certificate: TestCertificates.good, maximumTLSVersion: .tlsv1),
    ]

    private func configuration(trustsRoot: Bool = true) -> ListenClientConfiguration {
        .patient { $0.extraTrustRoots = trustsRoot ? TestCertificates.root : nil }
    }

    @Test(arguments: Self.bad, ["localhost", "127.0.0.1"])
    func refusesWhoeverIsNotToBeTrusted(_ bad: Bad, _ host: String) async throws {
        let tls = try TestCertificates.server(bad.certificate, maximumTLSVersion: bad.maximumTLSVersion)
        try await EngineServer.run(tls: tls) { server in
            let client = try ListenClient.test(
                port: server.port,
                isSecure: true,
                host: host,
                configuration: self.configuration(trustsRoot: bad.trustsRoot)
            )
            let caller = Caller(client)
            let peer = try await server.accept()
            let error = try await caller.failure()
            #expect(error.code == .untrusted, "\(error)")
            #expect(error.isFinal)
            // Not a byte of HTTP, and so neither credential nor audio.
            #expect(await peer.readToEnd().isEmpty)
            // Nor does another connection come: the next one is that of a client that asks for the clear itself.
            let clear = Caller(try ListenClient.test(port: server.port))
            _ = try await server.accept()
            #expect(try await clear.failure().code != .untrusted)
        }
    }

    @Test(arguments: ["localhost", "127.0.0.1"], [TLSVersion.tlsv12, .tlsv13])
    func takesWhoeverShowsHimself(_ host: String, _ version: TLSVersion) async throws {
        let tls = try TestCertificates.server(TestCertificates.good, maximumTLSVersion: version)
        try await EngineServer.run(tls: tls) { server in
            let client = try ListenClient.test(
                port: server.port,
                isSecure: true,
                host: host,
                configuration: self.configuration()
            )
            let caller = Caller(client)
            let peer = try await server.accept()
            let request = try await peer.upgrade()
            #expect(request.lowercased().contains("authorization: token secret"))
            try await caller.opened()
            try await caller.sendAudio(160)
            #expect(await peer.readMessage()?.payload.count == 160)
            #expect(try await caller.send(.closeStream) == true)
            _ = await peer.readMessage()
            try await peer.sendClose(1000)
            #expect(try await caller.ended() == nil)
        }
    }

    @Test func namesTheServerInTheFirstBytesAndNothingElse() async throws {
        try await EngineServer.run { server in
            let caller = Caller(try ListenClient.test(port: server.port, isSecure: true, host: "localhost"))
            let peer = try await server.accept()
            try await peer.channel.setOption(.allowRemoteHalfClosure, value: true).get()
            try await peer.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
            // No TLS: that is no question of trust, and may pass.
            #expect(try await caller.failure().code == .connectFailed)
            let bytes = await peer.readToEnd()
            #expect(bytes.firstRange(of: Array("localhost".utf8)) != nil)
            for word in ["GET", "HTTP/1.1", "secret", "listen"] {
                #expect(bytes.firstRange(of: Array(word.utf8)) == nil)
            }
        }
    }

    @Test func aStalledPeerDoesNotHoldATLSConnection() async throws {
        let tls = try TestCertificates.server(TestCertificates.good)
        try await EngineServer.run(tls: tls, receiveBuffer: 4_096) { server in
            var configuration = self.configuration()
            configuration.writeDeadline = .milliseconds(100)
            configuration.closeTimeout = .milliseconds(100)
            let client = try ListenClient.test(port: server.port, isSecure: true, configuration: configuration)
            let caller = Caller(client)
            let peer = try await server.accept()
            try await peer.upgrade()
            try await caller.opened()
            try await peer.stopReading()
            var taken = 0
            while taken < 200, try await caller.sendAudio(8_000) { taken += 1 }
            #expect(try await caller.ended()?.code == .timedOut)
        }
    }

    @Test func unreadableTrustRootsAreRefusedAtOnce() throws {
        let configuration = ListenClientConfiguration(extraTrustRoots: "-----BEGIN CERTIFICATE-----\nAAAA\n")
        #expect(throws: DeepgramError.self) {
            try ListenClient(endpoint: .deepgram, credential: .key("k"), configuration: configuration)
        }
    }
}
