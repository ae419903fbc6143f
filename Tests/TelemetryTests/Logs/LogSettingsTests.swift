// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry
import Testing

@Suite struct LogSettingsTests {
    @Test func readsLevels() throws {
        #expect(try LogLevels("info") == LogLevels(.info))
        #expect(try LogLevels("") == LogLevels(.info))
        #expect(
            try LogLevels(" WARNING , CallCore = debug,org.x=trace")
                == LogLevels(.warning, labels: ["CallCore": .debug, "org.x": .trace])
        )
    }

    @Test(arguments: ["loud", "a=loud", "=debug", "a=b=debug", "info,loud", "a=", "="])
    func refusesWhatIsNoLevel(text: String) {
        let error = #expect(throws: TelemetryError.self) { try LogLevels(text) }
        #expect(error?.code == .invalidLogLevels)
        #expect(error?.message.contains("warning") == true)
    }

    @Test(arguments: [
        ("app", Logger.Level.notice), ("org", .notice), ("org.x", .debug), ("org.x.y", .trace), ("org.x.y.z", .trace),
        ("org.xy", .notice), ("", .notice),
    ])
    func theLongestLabelCounts(label: String, level: Logger.Level) {
        let levels = LogLevels(.notice, labels: ["org.x": .debug, "org.x.y": .trace])
        #expect(levels.level(for: label) == level)
    }

    @Test func loggersStartAtTheLevelOfTheirLabelAndMayChangeIt() {
        let output = LogOutput(format: .json, levels: LogLevels(.error, labels: ["x": .debug]), sink: { _ in true })
        #expect(Logger(label: "a", factory: { output.handler(label: $0) }).logLevel == .error)
        var logger = Logger(label: "x", factory: { output.handler(label: $0) })
        #expect(logger.logLevel == .debug)
        var copy = logger
        copy.logLevel = .trace
        copy[metadataKey: "a"] = "b"
        #expect(logger.logLevel == .debug)
        #expect(logger[metadataKey: "a"] == nil)
        logger.logLevel = .info
        #expect(copy.logLevel == .trace)
    }

    @Test func decidesTheFormat() {
        #expect(LogFormat.auto.resolved(isTerminal: true, usesColor: true) == .pretty(usesColor: true))
        #expect(LogFormat.auto.resolved(isTerminal: false, usesColor: false) == .json)
        #expect(LogFormat.json.resolved(isTerminal: true, usesColor: true) == .json)
        #expect(LogFormat.pretty.resolved(isTerminal: false, usesColor: false) == .pretty(usesColor: false))
        #expect(LogFormat(rawValue: "auto") == .auto)
    }
}
