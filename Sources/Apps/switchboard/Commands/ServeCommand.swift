// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import Foundation
import Logging

/// `serve`: the server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answers calls until it is told to stop.",
        discussion: """
            SIGTERM or SIGINT: no new calls, those that go on have DRAIN_SECONDS, then their streams are closed so that
            Twilio asks what comes next. A second signal stops at once.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "The address to listen on (HOST).") var host: String?
    @Option(help: "The port to listen on (PORT); 0 takes a free one.") var port: String?

    func run() async throws {
        let started = ContinuousClock.now
        // Until the server traps it; the settings are read after this.
        signal(SIGHUP, SIG_IGN)
        var overrides: [Setting: String] = [:]
        overrides[.host] = self.host
        overrides[.port] = self.port
        let configuration = try await self.options.loadServerConfiguration(overrides: overrides)
        let logs = Logs.start(
            levels: configuration.logLevels,
            format: configuration.logFormat,
            secrets: configuration.secrets,
            settings: { [overrides, file = self.options.file] in
                try await ConfigurationLoader.load(overrides: overrides, file: file)
            }
        )
        defer { logs.flush() }
        let logger = logs.logger
        CoreDumps.set(allowed: configuration.allowsCoreDumps, logger: logger)
        OpenFiles.raiseLimit(logger: logger)
        for note in configuration.substitutions {
            logger.notice("embedded default in use", metadata: ["config.note": "\(note)"])
        }
        try await StartFailure.explained {
            let metrics = configuration.hasMetrics ? try ServerMetrics.start() : nil
            metrics?.watch(logs)
            let traces = try configuration.traces.map {
                try Traces.start($0, secrets: configuration.secrets, logger: logs.logger(.telemetry))
            }
            let server = try await SwitchboardServer(
                configuration,
                metrics: metrics,
                traces: traces,
                logger: logger,
                logs: logs
            )
            try await server.run(handlesSignals: true) { port in
                logger.info(
                    "listening",
                    metadata: [
                        "http.host": "\(configuration.host)", "http.port": "\(port)",
                        "public.url": "\(configuration.publicURL ?? "http://\(configuration.host):\(port)")",
                        "start.ms": "\(Int((ContinuousClock.now - started) / .milliseconds(1)))",
                    ]
                )
            }
        }
    }
}
