// SPDX-License-Identifier: Apache-2.0

public import Logging

/// The swift-log handler behind ``LogOutput``.
///
/// The metadata of a call wins over what the provider says, and that over the logger's own.
public struct StructuredLogHandler: LogHandler {
    /// The label of the logger.
    public let label: String
    /// What the logger adds to each event.
    public var metadata: Logger.Metadata = [:]
    /// What the surroundings add to each event.
    public var metadataProvider: Logger.MetadataProvider?
    /// Events below it are not made. It is the output's for the label, and follows it, until it is set.
    public var logLevel: Logger.Level {
        get { self.ownLevel ?? self.cell.level }
        set { self.ownLevel = newValue }
    }
    private var ownLevel: Logger.Level?
    private let cell: LevelCell
    private let output: LogOutput

    init(label: String, output: LogOutput, metadataProvider: Logger.MetadataProvider?) {
        self.label = label
        self.output = output
        self.metadataProvider = metadataProvider
        self.cell = output.cell(for: label)
    }

    /// One item of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    /// Puts one line into the queue.
    public func log(event: LogEvent) {
        var merged = self.metadata
        if let provided = self.metadataProvider?.get() {
            merged.merge(provided) { _, new in new }
        }
        if let own = event.metadata {
            merged.merge(own) { _, new in new }
        }
        self.output.log(event, label: self.label, metadata: merged)
    }
}
