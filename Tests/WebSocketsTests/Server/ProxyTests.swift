// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import Testing

@testable import WebSockets

/// A real nginx in front, which keeps its connections to us alive and sends upgrades on them.
@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    private static let nginx = ["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
        .flatMap { path in
            ["/usr/bin/timeout", "/opt/homebrew/bin/timeout"].contains(where: FileManager.default.isExecutableFile)
                ? path : nil
        }

    private static func configuration(port: Int, upstream: Int, folder: String) -> String {
        """
        daemon off; master_process off; worker_processes 1; pid \(folder)/pid; error_log \(folder)/error.log;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path \(folder)/a; proxy_temp_path \(folder)/b; fastcgi_temp_path \(folder)/c;
          uwsgi_temp_path \(folder)/d; scgi_temp_path \(folder)/e;
          map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
          upstream app { server 127.0.0.1:\(upstream); keepalive 1; }
          server {
            listen 127.0.0.1:\(port);
            location / {
              proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Host $host;
              proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
            }
          }
        }
        """
    }

    @Test(.enabled(if: Self.nginx != nil, "nginx or timeout is not installed: apt-get install nginx-light coreutils"))
    func upgradesOnAConnectionThatNginxUsedBefore() async throws {
        let executable = try #require(Self.nginx)
        let folder = FileManager.default.temporaryDirectory.appending(path: "ws-nginx-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // The port of a listener that is gone again: free, as nginx needs it.
        let port = try await RawServer.run { url, _ in try WebSocketURL(url).port }
        try await TestServer.run { upstream, _ in
            try Self.configuration(port: port, upstream: upstream, folder: folder)
                .write(toFile: folder + "/nginx.conf", atomically: true, encoding: .utf8)
            let process = Process()
            // `timeout` ends nginx even if this process dies before it can.
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["timeout", "-s", "KILL", "60", executable, "-e", folder + "/error.log"]
            process.arguments?.append(contentsOf: ["-c", folder + "/nginx.conf"])
            try process.run()
            defer {
                // Children of a Swift process inherit blocked signals: nginx would never see a SIGTERM.
                let pid = try? String(contentsOfFile: folder + "/pid", encoding: .utf8)
                if let pid = pid.flatMap({ Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) {
                    kill(pid, SIGKILL)
                }
                process.waitUntilExit()
            }
            try await self.waitForNginx(port)
            // nginx keeps one connection to us: these requests and the upgrade after them share it.
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

    /// Tries until nginx listens; its start has no other sign.
    private func waitForNginx(_ port: Int) async throws {
        for _ in 0..<2_000 {
            if (try? await RawPeer.connect(to: port) { _ in true }) == true { return }
            await Task.yield()
        }
        Issue.record("nginx did not start")
    }
}
