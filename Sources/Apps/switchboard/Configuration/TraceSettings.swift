// SPDX-License-Identifier: Apache-2.0

import Telemetry

/// Where traces go, and which.
struct TraceSettings: Sendable {
    /// The collector.
    var endpoint: OTLPEndpoint
    /// Fields that each request to it carries.
    var headers: [(name: String, value: String)] = []
    /// How long one request may take.
    var timeout = Duration.seconds(10)
    /// What the service is called; `nil` leaves it to ``resourceAttributes``.
    var serviceName: String?
    /// Further attributes of the process, as text.
    var resourceAttributes = ""
    /// Which traces are recorded.
    var sampler = TraceSampler.standard

    init(endpoint: OTLPEndpoint) {
        self.endpoint = endpoint
    }

    /// The settings; `nil` without an address. Values that ``problems(in:)`` complains about have been refused before.
    init?(_ values: SettingValues) {
        guard let endpoint = try? Self.endpoint(in: values) else { return nil }
        self.init(endpoint: endpoint)
        self.headers = values[.tracesHeaders].flatMap { try? OTLPConfiguration.headers($0) } ?? []
        self.timeout = values.number(.tracesTimeout).map { .milliseconds($0) } ?? self.timeout
        self.serviceName = values[.tracesService]
        self.resourceAttributes = values[.tracesResource] ?? ""
        self.sampler = Self.sampler(in: values) ?? self.sampler
    }

    /// What must never stand in a log.
    var secrets: [String] { self.headers.map(\.value) }

    /// What is wrong with the settings that only this code can tell.
    static func problems(in values: SettingValues) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func check(_ setting: Setting, _ work: (String) throws(TelemetryError) -> Void) {
            guard let value = values[setting] else { return }
            do throws(TelemetryError) {
                try work(value)
            } catch {
                problems.append(ConfigurationProblem(subject: setting.name, message: "is malformed: \(error.message)"))
            }
        }
        check(.tracesBase) { value throws(TelemetryError) in _ = try OTLPEndpoint(base: value) }
        check(.tracesEndpoint) { value throws(TelemetryError) in _ = try OTLPEndpoint(exact: value) }
        check(.tracesHeaders) { value throws(TelemetryError) in _ = try OTLPConfiguration.headers(value) }
        check(.tracesResource) { value throws(TelemetryError) in
            _ = try TraceResource(serviceName: nil, version: "", instance: "", additions: value)
        }
        if values[.tracesSamplerArgument] != nil, self.sampler(in: values) == nil {
            let message = "is no share of traces: a number from 0 to 1"
            problems.append(ConfigurationProblem(subject: Setting.tracesSamplerArgument.name, message: message))
        }
        return problems
    }

    private static func endpoint(in values: SettingValues) throws(TelemetryError) -> OTLPEndpoint? {
        if let exact = values[.tracesEndpoint] { return try OTLPEndpoint(exact: exact) }
        return try values[.tracesBase].map { base throws(TelemetryError) in try OTLPEndpoint(base: base) }
    }

    private static func sampler(in values: SettingValues) -> TraceSampler? {
        guard let name = values[.tracesSampler], let share = Double(values[.tracesSamplerArgument] ?? "1") else {
            return nil
        }
        return TraceSampler(name: name, argument: share)
    }
}
