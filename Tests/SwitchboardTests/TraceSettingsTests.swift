// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Telemetry
import Testing

@testable import switchboard

struct TraceSettingsTests {
    private static let token = String(repeating: "ab", count: 16)

    private func configuration(_ environment: [String: String]) async throws -> ServerConfiguration {
        try ServerConfiguration(
            try await ConfigurationLoader.load(environment: environment),
            randomToken: { Self.token }
        )
    }

    @Test func thereIsNoTracingWithoutAnAddress() async throws {
        #expect(try await self.configuration(["OTEL_SERVICE_NAME": "phones"]).traces == nil)
    }

    @Test func readsTheNamesOfOpenTelemetry() async throws {
        let traces = try await self.configuration([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318", "OTEL_EXPORTER_OTLP_HEADERS": "api-key=topsecret",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "2500", "OTEL_SERVICE_NAME": "phones",
            "OTEL_RESOURCE_ATTRIBUTES": "a=b", "OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.25",
        ]).traces
        let settings = try #require(traces)
        #expect(settings.endpoint.url == "http://localhost:4318/v1/traces")
        #expect(settings.headers.map(\.name) == ["api-key"])
        #expect(settings.secrets == ["topsecret"])
        #expect(settings.timeout == .milliseconds(2_500))
        #expect(settings.serviceName == "phones")
        #expect(settings.resourceAttributes == "a=b")
        #expect(settings.sampler == TraceSampler(name: "traceidratio", argument: 0.25))
    }

    @Test func theAddressForTracesWinsAndIsTakenAsItIs() async throws {
        let traces = try await self.configuration([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://example.org/in",
        ]).traces
        #expect(traces?.endpoint.url == "https://example.org/in")
        #expect(traces?.sampler == TraceSampler(name: "parentbased_traceidratio", argument: 1))
    }

    @Test(arguments: [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://x"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "nonsense"), ("OTEL_RESOURCE_ATTRIBUTES", "nonsense"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "0"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_TRACES_SAMPLER", "xray"),
        ("OTEL_TRACES_SAMPLER_ARG", "2"), ("OTEL_TRACES_SAMPLER_ARG", "half"),
    ])
    func saysWhatIsWrong(name: String, value: String) async throws {
        let problems = await #expect(throws: ConfigurationProblems.self) { try await self.configuration([name: value]) }
        #expect(problems?.problems.map(\.subject).contains(name) == true)
    }

    @Test func aMalformedSecretIsNotRepeated() async throws {
        let problems = await #expect(throws: ConfigurationProblems.self) {
            try await self.configuration(["OTEL_EXPORTER_OTLP_HEADERS": "my-secret-key"])
        }
        #expect(problems?.description.contains("my-secret-key") == false)
    }
}
