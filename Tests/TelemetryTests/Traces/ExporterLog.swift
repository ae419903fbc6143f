// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// Keeps what an exporter says, one line an event: level, message and sorted metadata.
final class ExporterLog: Sendable {
    private struct Handler: LogHandler {
        let log: ExporterLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            self.log.add("\(event.level) \(event.message)\(facts.joined())")
        }
    }

    private let kept = Mutex<[String]>([])

    var lines: [String] { self.kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private func add(_ line: String) { self.kept.withLock { $0.append(line) } }
}
