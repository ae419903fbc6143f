// SPDX-License-Identifier: Apache-2.0

public import Logging

/// The log level of each logger, by its label.
///
/// As text: `info`, or `info,Calls=debug,org.example.store=trace`. A label covers what begins with it and a dot; the
/// longest one counts. `warn` stands for `warning`.
public struct LogLevels: Sendable, Equatable, CustomStringConvertible {
    /// The level of labels that are not named.
    public var standard: Logger.Level
    /// The levels of labels that are.
    public var labels: [String: Logger.Level]

    /// Creates levels.
    public init(_ standard: Logger.Level = .info, labels: [String: Logger.Level] = [:]) {
        self.standard = standard
        self.labels = labels
    }

    /// Reads levels from text; fails with ``TelemetryError/Code-swift.enum/invalidLogLevels``.
    public init(_ text: String) throws(TelemetryError) {
        self.init()
        for item in text.split(separator: ",") {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false).map { Self.trimmed($0) }
            guard let name = parts.last, let level = Self.level(named: name), parts.count <= 2,
                parts.first != ""
            else {
                let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw TelemetryError(
                    .invalidLogLevels,
                    "A log level is one of \(known), or label=level; several are separated by commas."
                )
            }
            if parts.count == 2 {
                self.labels[parts[0]] = level
            } else {
                self.standard = level
            }
        }
    }

    /// The level of a label.
    public func level(for label: String) -> Logger.Level {
        var name = Substring(label)
        while !name.isEmpty {
            if let level = self.labels[String(name)] { return level }
            name = name.lastIndex(of: ".").map { name[..<$0] } ?? ""
        }
        return self.standard
    }

    /// As text that ``init(_:)-(String)`` reads: the labels in the order of the alphabet.
    public var description: String {
        let labels = self.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.rawValue)" }
        return ([self.standard.rawValue] + labels).joined(separator: ",")
    }

    private static func level(named name: String) -> Logger.Level? {
        let name = name.lowercased()
        return Logger.Level(rawValue: name == "warn" ? "warning" : name)
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
