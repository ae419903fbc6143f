// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix

/// nginx in front of several servers, as docs/resilience.md shows it.
final class Balancer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    private let process: Process
    private let pidFile: String

    private init(port: Int, process: Process, pidFile: String) {
        self.port = port
        self.process = process
        self.pidFile = pidFile
    }

    static func start(_ upstreams: [Int], in folder: URL) async throws -> Balancer {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = listener.localAddress?.port else { throw Failure(description: "there is no free port") }
        try await listener.close().get()
        let path = folder.path()
        try self.configuration(port, upstreams, path).write(
            toFile: "\(path)/nginx.conf",
            atomically: true,
            encoding: .utf8
        )
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // `timeout` ends nginx even if this process dies before it can.
        process.arguments = [
            "timeout", "-s", "KILL", "3600", "nginx", "-e", "\(path)/error.log", "-c", "\(path)/nginx.conf",
        ]
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/bin:/opt/homebrew/bin"]
        try process.run()
        let balancer = Balancer(port: port, process: process, pidFile: "\(path)/nginx.pid")
        for _ in 0..<500 {
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            if let channel = try? await bootstrap.connect(host: "127.0.0.1", port: port).get() {
                try await channel.close().get()
                return balancer
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        balancer.stop()
        throw Failure(description: "nginx does not listen; see \(path)/error.log")
    }

    func stop() {
        // Children of a Swift process inherit blocked signals: nginx would never see a SIGTERM.
        let pid = try? String(contentsOfFile: self.pidFile, encoding: .utf8)
        if let pid = pid.flatMap({ Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) { kill(pid, SIGKILL) }
        self.process.waitUntilExit()
    }

    private static func configuration(_ port: Int, _ upstreams: [Int], _ folder: String) -> String {
        let servers = upstreams.map { "server 127.0.0.1:\($0) max_fails=1 fail_timeout=1s;" }.joined(separator: " ")
        return """
            daemon off; master_process off; pid \(folder)/nginx.pid; error_log \(folder)/error.log;
            events { worker_connections 8192; }
            http {
              access_log off;
              client_body_temp_path \(folder)/a; proxy_temp_path \(folder)/b; fastcgi_temp_path \(folder)/c;
              uwsgi_temp_path \(folder)/d; scgi_temp_path \(folder)/e;
              map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
              upstream switchboard { \(servers) keepalive 64; }
              server {
                listen 127.0.0.1:\(port) backlog=1024;
                location / {
                  proxy_pass http://switchboard; proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                  proxy_next_upstream error timeout non_idempotent; proxy_connect_timeout 1s; proxy_read_timeout 75s;
                }
              }
            }
            """
    }
}
