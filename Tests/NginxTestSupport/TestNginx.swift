// SPDX-License-Identifier: Apache-2.0

package import Foundation
import NIOCore
import NIOPosix

/// A real nginx in front of one or several servers, configured as docs/resilience.md shows it.
package final class TestNginx {
    /// Where it is installed; `nil` where it is not. `timeout` must be there too.
    package static let path = LimitedProcess.installed(["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx"])

    /// What to do where it is not installed.
    package static let mend = "nginx or timeout is not installed: apt-get install nginx-light coreutils"

    /// Where it listens, on this machine.
    package let port: Int
    private let process: LimitedProcess

    private init(port: Int, process: LimitedProcess) {
        self.port = port
        self.process = process
    }

    /// Starts it in front of servers on this machine, each in turn; one that is not there is passed over. Returns when it
    /// listens; it ends by itself after `lifetime` seconds. Its files are in `folder`. It keeps so many idle connections to
    /// the servers open: with one, requests and the upgrade after them share it.
    package static func start(
        upstreams: [Int],
        in folder: URL,
        keepingAlive connections: Int = 1,
        lifetime: Int = 120
    ) async throws -> TestNginx {
        guard let path else { throw LimitedProcess.Failure(Self.mend) }
        let (folder, port) = (folder.path(), try await LimitedProcess.freePort())
        try self.configuration(port, upstreams, connections, folder)
            .write(toFile: "\(folder)/nginx.conf", atomically: true, encoding: .utf8)
        let arguments = ["-e", "\(folder)/error.log", "-c", "\(folder)/nginx.conf"]
        let process = try LimitedProcess(path, arguments, in: folder, lifetime: lifetime)
        let nginx = TestNginx(port: port, process: process)
        do {
            try await self.waitUntilItListens(port)
            return nginx
        } catch {
            nginx.stop()
            throw error
        }
    }

    /// Lends one whose files are gone afterwards.
    package static func with<Result>(upstreams: [Int], _ body: (Int) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-nginx-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let nginx = try await self.start(upstreams: upstreams, in: folder)
        defer { nginx.stop() }
        return try await body(nginx.port)
    }

    /// Ends it; returns when it is gone.
    package func stop() {
        self.process.stop()
    }

    private static func configuration(
        _ port: Int,
        _ upstreams: [Int],
        _ keptAlive: Int,
        _ folder: String
    ) -> String {
        let servers = upstreams.map { "server 127.0.0.1:\($0) max_fails=1 fail_timeout=1s;" }.joined(separator: " ")
        return """
            daemon off; master_process off; pid \(folder)/nginx.pid; error_log \(folder)/error.log;
            events { worker_connections 8192; }
            http {
              access_log off;
              client_body_temp_path \(folder)/a; proxy_temp_path \(folder)/b; fastcgi_temp_path \(folder)/c;
              uwsgi_temp_path \(folder)/d; scgi_temp_path \(folder)/e;
              map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
              upstream switchboard { \(servers) keepalive \(keptAlive); }
              server {
                listen 127.0.0.1:\(port) backlog=1024;
                location / {
                  proxy_pass http://switchboard; proxy_http_version 1.1;
                  proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                  proxy_connect_timeout 1s; proxy_next_upstream error timeout http_503 non_idempotent;
                  proxy_read_timeout 75s;
                }
              }
            }
            """
    }

    /// Tries until it listens; its start has no other sign.
    private static func waitUntilItListens(_ port: Int) async throws {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        let listens = try await Asking.until(within: .seconds(10)) {
            guard let channel = try? await bootstrap.connect(host: "127.0.0.1", port: port).get() else { return false }
            try await channel.close().get()
            return true
        }
        guard listens else { throw LimitedProcess.Failure("nginx does not listen") }
    }
}
