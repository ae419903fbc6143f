// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Synchronization
import Telemetry

/// An output into memory, at a fixed moment.
final class LogCapture: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    /// What was logged by `body`, as text.
    static func text(
        _ format: LogFormat.Resolved = .json,
        level: Logger.Level = .trace,
        redaction: LogRedaction = LogRedaction(),
        metadataProvider: Logger.MetadataProvider? = nil,
        _ body: (inout Logger) -> Void
    ) -> String {
        let capture = LogCapture()
        let output = LogOutput(
            format: format,
            levels: LogLevels(level),
            redaction: redaction,
            clock: { LogTimestamp(seconds: 1_795_363_509, milliseconds: 42) },
            sink: { lines in
                capture.bytes.withLock { $0 += lines }
                return true
            }
        )
        var logger = Logger(label: "app") { output.handler(label: $0, metadataProvider: metadataProvider) }
        body(&logger)
        guard output.flush() else { return "not flushed" }
        return String(decoding: capture.bytes.withLock { $0 }, as: UTF8.self)
    }

    /// The one line that was logged by `body`, as a JSON object.
    static func object(redaction: LogRedaction = LogRedaction(), _ body: (inout Logger) -> Void) throws -> [String: Any]
    {
        let text = self.text(redaction: redaction, body)
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }
}
