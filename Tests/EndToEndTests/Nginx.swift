// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import Testing

/// A real nginx in front of a server, as operators put it there.
enum Nginx {
    /// Where it is installed; `nil` where it is not. `timeout` must be there too.
    static let path = ["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
        .flatMap { path in
            ["/usr/bin/timeout", "/opt/homebrew/bin/timeout"].contains(where: FileManager.default.isExecutableFile)
                ? path : nil
        }

    /// Runs it in front of `upstream` while `body` runs, which is given nginx's own port.
    static func with<Result>(upstream: Int, _ body: (Int) async throws -> Result) async throws -> Result {
        try await self.with(upstreams: [upstream], body)
    }

    /// Runs it in front of several servers, each in turn; one that is not there is passed over.
    static func with<Result>(upstreams: [Int], _ body: (Int) async throws -> Result) async throws -> Result {
        let executable = try #require(Self.path)
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-nginx-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try await self.freePort()
        try self.configuration(port: port, upstreams: upstreams, folder: folder)
            .write(toFile: "\(folder)/nginx.conf", atomically: true, encoding: .utf8)
        let process = Process()
        // `timeout` ends nginx even if this process dies before it can.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "timeout", "-s", "KILL", "120", executable, "-e", "\(folder)/error.log", "-c", "\(folder)/nginx.conf",
        ]
        try process.run()
        defer {
            // Children of a Swift process inherit blocked signals: nginx would never see a SIGTERM.
            let pid = try? String(contentsOfFile: "\(folder)/pid", encoding: .utf8)
            if let pid = pid.flatMap({ Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) {
                kill(pid, SIGKILL)
            }
            process.waitUntilExit()
        }
        try await self.waitUntilItListens(port)
        return try await body(port)
    }

    private static func configuration(port: Int, upstreams: [Int], folder: String) -> String {
        let servers = upstreams.map { "server 127.0.0.1:\($0) max_fails=1 fail_timeout=1s;" }.joined(separator: " ")
        return """
            daemon off; master_process off; worker_processes 1; pid \(folder)/pid; error_log \(folder)/error.log;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path \(folder)/a; proxy_temp_path \(folder)/b; fastcgi_temp_path \(folder)/c;
              uwsgi_temp_path \(folder)/d; scgi_temp_path \(folder)/e;
              map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
              upstream switchboard { \(servers) keepalive 1; }
              server {
                listen 127.0.0.1:\(port);
                location / {
                  proxy_pass http://switchboard; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_next_upstream error timeout non_idempotent; proxy_connect_timeout 1s;
                  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                }
              }
            }
            """
    }

    /// The port of a listener that is gone again.
    private static func freePort() async throws -> Int {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await listener.close().get()
        return port
    }

    /// Tries until it listens; its start has no other sign.
    private static func waitUntilItListens(_ port: Int) async throws {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end {
            if let channel = try? await bootstrap.connect(host: "127.0.0.1", port: port).get() {
                return try await channel.close().get()
            }
            // Another process has no clock of ours; without a pause its own work would wait for the asking.
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("nginx did not start")
    }
}
