// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NginxTestSupport

/// A real Prometheus that scrapes one server of this machine, configured as docs/metrics.md shows it. Debian's own, if one
/// runs, is not touched.
final class TestPrometheus {
    /// A series of an answer to a query.
    struct Series: Decodable {
        var metric: [String: String]
        /// The time, and the number as text.
        var value: [Value]

        var number: Double? { self.value.last?.number }
    }

    /// What it says of a server it scrapes.
    struct Target: Decodable {
        var health: String
        var lastError: String
    }

    /// A number, or the text of one.
    struct Value: Decodable {
        let number: Double?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self.number = try (try? container.decode(Double.self)) ?? Double(container.decode(String.self))
        }
    }

    private struct Answer<Contents: Decodable>: Decodable { var data: Contents }
    private struct Result: Decodable { var result: [Series] }
    private struct Targets: Decodable { var activeTargets: [Target] }

    /// Where it is installed; `nil` where it is not. `timeout` must be there too.
    static let path = LimitedProcess.installed(
        ["/usr/bin/prometheus", "/usr/local/bin/prometheus", "/opt/homebrew/bin/prometheus"]
    )

    static let mend = "prometheus or timeout is not installed: apt-get install prometheus coreutils"

    private let port: Int
    private let process: LimitedProcess

    private init(port: Int, process: LimitedProcess) {
        self.port = port
        self.process = process
    }

    /// Lends one that scrapes `127.0.0.1:target` with this key, twice a second; its files are gone afterwards.
    static func with<Result>(
        target: Int,
        key: String,
        _ body: (TestPrometheus) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-prometheus-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let prometheus = try await self.start(target: target, key: key, in: folder.path())
        defer { prometheus.process.stop() }
        return try await body(prometheus)
    }

    private static func start(target: Int, key: String, in folder: String) async throws -> TestPrometheus {
        guard let path else { throw LimitedProcess.Failure(Self.mend) }
        let port = try await LimitedProcess.freePort()
        try self.configuration(target, "\(folder)/key")
            .write(toFile: "\(folder)/prometheus.yml", atomically: true, encoding: .utf8)
        try key.write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
        let arguments = [
            "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data",
            "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
        ]
        return TestPrometheus(port: port, process: try LimitedProcess(path, arguments, in: folder))
    }

    private static func configuration(_ target: Int, _ keyFile: String) -> String {
        """
        global: { scrape_interval: 500ms, scrape_timeout: 500ms }
        scrape_configs:
          - job_name: switchboard
            metrics_path: /api/metrics
            authorization: { credentials_file: \(keyFile) }
            static_configs: [{ targets: ['127.0.0.1:\(target)'] }]
        """
    }

    /// The series that a query finds.
    func query(_ text: String) async throws -> [Series] {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "_-.~")
        let escaped = text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
        return try await self.get("/api/v1/query?query=\(escaped)", Result.self).result
    }

    /// The servers it scrapes.
    func targets() async throws -> [Target] {
        try await self.get("/api/v1/targets", Targets.self).activeTargets
    }

    /// Asks again and again, also while it starts, until the answer fits.
    func wait(_ what: String, until fits: () async throws -> Bool) async throws {
        var last = "nothing"
        let isSeen = try await Asking.until(within: .seconds(45), every: .milliseconds(50)) {
            do { return try await fits() } catch { last = "\(error)" }
            return false
        }
        guard !isSeen else { return }
        throw LimitedProcess.Failure("\(what): never seen; last error: \(last); targets: \(try await self.targets())")
    }

    private func get<Contents: Decodable>(_ path: String, _ type: Contents.Type) async throws -> Contents {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(self.port)\(path)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
        let body = try await response.body.collect(upTo: 1 << 20)
        return try JSONDecoder().decode(Answer<Contents>.self, from: Data(body.readableBytesView)).data
    }
}
