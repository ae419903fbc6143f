// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Telemetry

/// Who asks how, and gets what.
struct ExpositionFormatTests {
    @Test(arguments: [
        // Prometheus 2.42, from its source (scrape/scrape.go).
        (
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", ExpositionFormat.openMetrics
        ),
        // Prometheus 3.
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics
        ),
        ("text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .text), ("*/*", .text), ("text/*", .text), ("", .text),
        ("application/openmetrics-text", .openMetrics),
        ("APPLICATION/OpenMetrics-Text ; Version=\"1.0.0\"", .openMetrics),
        ("application/openmetrics-text;version=0.0.1", .text), ("application/openmetrics-text;version=2.0.0", .text),
        ("application/openmetrics-text;q=0", .text), ("application/openmetrics-text;q=0.2,text/plain", .text),
        ("application/openmetrics-text;q=0.2,text/plain;q=0.1,*/*", .openMetrics),
        ("application/openmetrics-text;q=banana", .text), ("application/openmetrics-text;q=1.5", .text),
        ("application/openmetrics-text;q=nan", .text), ("application/json", .text), (",;=,;;q=,", .text),
        ("application/*", .text), ("application/openmetrics-text;q=0.5,text/plain;q=0.5", .openMetrics),
    ])
    func choosesByQuality(_ accept: String, _ format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == format)
    }

    @Test func noWishIsText() {
        #expect(ExpositionFormat(accept: nil) == .text)
    }

    @Test func aLongFieldIsReadToABound() {
        let field = String(repeating: "a/b,", count: 10_000) + "application/openmetrics-text"
        #expect(ExpositionFormat(accept: field) == .text)
        #expect(MediaRange.list(field).count == 32)
    }

    @Test func namesTheTypesAsPrometheusWantsThem() {
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8"
        )
    }
}
