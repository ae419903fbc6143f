// SPDX-License-Identifier: Apache-2.0

public import Logging
internal import Synchronization

/// Where the log of a program goes, and in which shape.
///
/// This library turns swift-log events into lines that are safe to keep: one event is one line, whatever a stranger
/// said; secrets are never written, phone numbers are masked, and what a caller said appears only at `trace`. Writing
/// never blocks the caller: lines wait in a bounded queue, and what does not fit is counted.
///
/// ```swift
/// let output = LogOutput.standardError(format: .auto, levels: try LogLevels("info,CallCore=debug"))
/// LoggingSystem.bootstrap { output.handler(label: $0) }
/// defer { output.flush() }
/// ```
///
/// A line in JSON:
///
/// ```json
/// {"ts":"2026-11-22T16:05:09.042Z","level":"info","logger":"app","msg":"call answered","call.from":"***1234"}
/// ```
public final class LogOutput: Sendable {
    private let formatter: any LineFormatter
    private let redaction: LogRedaction
    private let writer: LogWriter
    private let clock: @Sendable () -> LogTimestamp
    private let table: Mutex<LevelTable>

    /// Creates an output; `format` must be decided here, see ``standardError(format:levels:redaction:)``.
    public init(
        format: LogFormat.Resolved,
        levels: LogLevels = LogLevels(),
        redaction: LogRedaction = LogRedaction(),
        capacity: LogWriter.Capacity = LogWriter.Capacity(),
        clock: @escaping @Sendable () -> LogTimestamp = { LogTimestamp.now },
        sink: @escaping LogWriter.Sink
    ) {
        let formatter = format.formatter
        self.formatter = formatter
        self.table = Mutex(LevelTable(levels))
        self.redaction = redaction
        self.clock = clock
        self.writer = LogWriter(capacity: capacity, sink: sink) { dropped in
            let record = LogRecord(
                timestamp: clock(),
                level: .warning,
                label: "Telemetry",
                message: "log lines dropped",
                fields: [LogRecord.Field(key: "log.dropped", value: .literal(String(dropped)))]
            )
            return formatter.line(record)
        }
    }

    /// An output to standard error; with `.auto` it is pretty on a terminal and JSON elsewhere.
    ///
    /// Colour is used on a terminal unless the environment has `NO_COLOR`. Whoever may close the other end of a pipe
    /// should have `SIGPIPE` ignored.
    public static func standardError(
        format: LogFormat = .auto,
        levels: LogLevels = LogLevels(),
        redaction: LogRedaction = LogRedaction()
    ) -> LogOutput {
        let descriptor = FileDescriptorSink.standardError
        return LogOutput(
            format: format.resolved(isTerminal: descriptor.isTerminal, usesColor: descriptor.usesColor),
            levels: levels,
            redaction: redaction,
            sink: { descriptor.write($0) }
        )
    }

    /// The levels in force.
    public var levels: LogLevels {
        self.table.withLock { $0.levels }
    }

    /// From now on these levels hold, for loggers that there are and for those to come. A logger whose level was set by
    /// hand keeps it.
    public func use(_ levels: LogLevels) {
        self.table.withLock { $0.use(levels) }
    }

    func cell(for label: String) -> LevelCell {
        self.table.withLock { $0.cell(for: label) }
    }

    /// A handler for a logger of this label, at its level; for `LoggingSystem.bootstrap`.
    public func handler(label: String, metadataProvider: Logger.MetadataProvider? = nil) -> StructuredLogHandler {
        StructuredLogHandler(label: label, output: self, metadataProvider: metadataProvider)
    }

    /// The number of lines that were lost so far, because the queue was full or writing failed.
    public var droppedLines: UInt64 { self.writer.droppedLines }

    /// Waits until what was logged before is written; `false` when that takes longer than `timeout`.
    @discardableResult
    public func flush(timeout: Duration = .seconds(5)) -> Bool {
        self.writer.flush(timeout: timeout)
    }

    func log(_ event: LogEvent, label: String, metadata: Logger.Metadata) {
        var flattener = MetadataFlattener(redaction: self.redaction, level: event.level)
        flattener.add(metadata)
        if let error = event.error {
            flattener.add(error)
        }
        let record = LogRecord(
            timestamp: self.clock(),
            level: event.level,
            label: label,
            message: self.redaction.clean(event.message.description),
            fields: flattener.finish()
        )
        self.writer.write(self.formatter.line(record))
    }
}
