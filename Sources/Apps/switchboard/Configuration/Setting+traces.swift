// SPDX-License-Identifier: Apache-2.0

import Telemetry

// Where traces go. The names are those of OpenTelemetry; there is no tracing without an address.
extension Setting {
    static let tracesBase = Setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "traces.endpoint",
        .text,
        "the address of an OpenTelemetry collector, e.g. http://localhost:4318; traces go to /v1/traces below it"
    )
    static let tracesEndpoint = Setting(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "traces.tracesEndpoint",
        .text,
        "the whole address for traces, with its path; instead of OTEL_EXPORTER_OTLP_ENDPOINT"
    )
    static let tracesProtocol = Setting(
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "traces.protocol",
        .choice(["http/protobuf"]),
        default: "http/protobuf",
        "how the collector is spoken to; there is one way"
    )
    static let tracesHeaders = Setting(
        "OTEL_EXPORTER_OTLP_HEADERS",
        "traces.headers",
        .text,
        isSecret: true,
        "fields that each request to the collector carries: name=value, separated by commas, values percent-encoded"
    )
    static let tracesTimeout = Setting(
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "traces.timeoutMs",
        .integer(1...600_000),
        default: "10000",
        "milliseconds that one request to the collector may take"
    )
    static let tracesService = Setting(
        "OTEL_SERVICE_NAME",
        "traces.serviceName",
        .text,
        "what this service is called in traces; otherwise service.name of OTEL_RESOURCE_ATTRIBUTES, or switchboard"
    )
    static let tracesResource = Setting(
        "OTEL_RESOURCE_ATTRIBUTES",
        "traces.resourceAttributes",
        .text,
        "further attributes of this process: key=value, separated by commas, values percent-encoded"
    )
    static let tracesSampler = Setting(
        "OTEL_TRACES_SAMPLER",
        "traces.sampler",
        .choice(TraceSampler.names),
        default: "parentbased_traceidratio",
        "which traces are recorded"
    )
    static let tracesSamplerArgument = Setting(
        "OTEL_TRACES_SAMPLER_ARG",
        "traces.samplerArgument",
        .text,
        default: "1.0",
        "the share of calls whose traces are recorded, from 0 to 1, for the samplers that end in traceidratio"
    )

    static let traces: [Setting] = [
        .tracesBase, .tracesEndpoint, .tracesProtocol, .tracesHeaders, .tracesTimeout, .tracesService, .tracesResource,
        .tracesSampler, .tracesSamplerArgument,
    ]
}
