// SPDX-License-Identifier: Apache-2.0

import NginxTestSupport
import Testing

@testable import WebSockets

/// A real nginx in front, which keeps its connections to us alive and sends upgrades on them.
@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    @Test(.enabled(if: TestNginx.path != nil, "\(TestNginx.mend)"))
    func upgradesOnAConnectionThatNginxUsedBefore() async throws {
        try await TestServer.run { upstream, _ in
            try await TestNginx.with(upstreams: [upstream], self.upgradeAgainAndAgain)
        }
    }

    /// nginx keeps one connection to us: these requests and the upgrade after them share it.
    private func upgradeAgainAndAgain(at port: Int) async throws {
        for round in 0..<5 {
            try await RawPeer.connect(to: port) { peer in
                try await peer.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(await peer.readResponse()?.body == "hello")
                let head = try await peer.upgrade()
                #expect(head.hasPrefix("HTTP/1.1 101 "), "round \(round)")
                try await peer.send(Frame.text("through nginx").masked())
                #expect(await peer.readFrame()?.payload == Array("through nginx".utf8))
                try await peer.send(Frame.close(1000).masked())
                #expect(await peer.readFrame()?.closeCode == 1000)
            }
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(RawPeer.upgradeRequest("/403"))
                #expect(await peer.readResponse()?.head.hasPrefix("HTTP/1.1 403 ") == true)
            }
        }
    }
}
