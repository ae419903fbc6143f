// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Telemetry

/// By https://opentelemetry.io/docs/specs/otel/protocol/exporter/.
@Suite struct OTLPSettingsTests {
    @Test(arguments: [
        ("http://localhost:4318", "http://localhost:4318/v1/traces"),
        ("http://localhost:4318/", "http://localhost:4318/v1/traces"),
        ("https://example.org/mycollector", "https://example.org/mycollector/v1/traces"),
        ("https://example.org/mycollector/", "https://example.org/mycollector/v1/traces"),
        ("https://example.org/a?key=1", "https://example.org/a/v1/traces?key=1"),
        ("http://[::1]:4318", "http://[::1]:4318/v1/traces"),
    ])
    func anAddressForAllSignalsGetsThePath(base: String, url: String) throws {
        #expect(try OTLPEndpoint(base: base).url == url)
    }

    @Test(arguments: [
        ("http://localhost:4318", "http://localhost:4318/"),
        ("http://localhost:4318/v1/traces", "http://localhost:4318/v1/traces"),
        ("https://example.org/x/", "https://example.org/x/"),
    ])
    func anAddressForTracesIsTakenAsItIs(text: String, url: String) throws {
        #expect(try OTLPEndpoint(exact: text).url == url)
    }

    @Test(arguments: [
        "", "localhost:4318", "grpc://x:4317", "http://", "http:///v1", "http://user:password@x", "http://x y",
        "http://x#f",
        "unix:/run/otel.sock", "http://x/\r\nHost: y",
    ])
    func refusesTheAddress(_ text: String) {
        #expect(throws: TelemetryError.self) { try OTLPEndpoint(base: text) }
        #expect(throws: TelemetryError.self) { try OTLPEndpoint(exact: text) }
    }

    @Test func theQueryOfAnAddressIsNotTold() throws {
        #expect(try OTLPEndpoint(base: "https://x?key=secret").description == "https://x/v1/traces")
    }

    @Test func readsFieldsWithEscapes() throws {
        let headers = try OTLPConfiguration.headers("api-key=abc, Authorization=Basic%20eDp5 ,x=a%2Cb,")
        #expect(headers.map(\.name) == ["api-key", "Authorization", "x"])
        #expect(headers.map(\.value) == ["abc", "Basic eDp5", "a,b"])
        #expect(try OTLPConfiguration.headers("").isEmpty)
    }

    @Test(arguments: ["x", "=1", "a b=1", "a=%zz", "a=%0d%0aHost: y", "a=%2", "content-length=3", "ä=1", "a=%ff"])
    func refusesTheFields(_ text: String) throws {
        let error = #expect(throws: TelemetryError.self) { try OTLPConfiguration.headers(text) }
        #expect(error?.code == .invalidHeaders)
    }

    @Test func theServiceNameWinsOverTheAttributes() throws {
        let additions = "service.name=other,deployment.environment.name=test%20one"
        let named = try TraceResource(serviceName: "phones", version: "1", instance: "i", additions: additions)
        #expect(named.attributes["service.name"] == "phones")
        #expect(named.attributes["deployment.environment.name"] == "test one")
        let unnamed = try TraceResource(serviceName: "", version: "1", instance: "i", additions: additions)
        #expect(unnamed.attributes["service.name"] == "other")
        let bare = try TraceResource(serviceName: nil, fallbackName: "switchboard", version: "1", instance: "i")
        #expect(bare.attributes["service.name"] == "switchboard")
        #expect(throws: TelemetryError.self) {
            try TraceResource(serviceName: nil, version: "1", instance: "i", additions: "nothing")
        }
    }
}
