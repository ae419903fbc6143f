// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ServiceLifecycle
import Telemetry
import Tracing

/// The traces of the whole process: set up once, before anything makes spans or HTTP clients.
///
/// As a service it belongs before all others, so that it ends last: what they still trace is sent.
struct Traces: Service, CustomStringConvertible {
    /// What the log calls it.
    let description = "Traces"
    private let exporter: OTLPExporter

    /// Bootstraps swift-distributed-tracing; call it once. `secrets` never stand in a span. Throws
    /// ``Telemetry/TelemetryError`` for malformed attributes of the resource.
    static func start(_ settings: TraceSettings, secrets: [String], logger: Logger) throws -> Traces {
        var configuration = OTLPConfiguration(
            endpoint: settings.endpoint,
            headers: settings.headers,
            redaction: LogRedaction(secretValues: secrets)
        )
        configuration.timeout = settings.timeout
        let exporter = OTLPExporter(configuration, resource: try Self.resource(settings), logger: logger)
        InstrumentationSystem.bootstrap(OTLPTracer(exporter: exporter, sampler: settings.sampler))
        logger.info("tracing", metadata: ["traces.endpoint": "\(settings.endpoint)"])
        return Traces(exporter: exporter)
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await self.exporter.run()
        } onGracefulShutdown: {
            self.exporter.finish()
        }
    }

    private static func resource(_ settings: TraceSettings) throws -> TraceResource {
        try TraceResource(
            serviceName: settings.serviceName,
            fallbackName: "switchboard",
            version: Switchboard.versionText,
            instance: UUID().uuidString.lowercased(),
            host: ProcessInfo.processInfo.hostName,
            processID: Int(ProcessInfo.processInfo.processIdentifier),
            additions: settings.resourceAttributes
        )
    }
}
