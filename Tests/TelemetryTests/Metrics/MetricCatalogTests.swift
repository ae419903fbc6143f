// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Telemetry

/// What may be described, and what is found wrong before anything is counted.
struct MetricCatalogTests {
    @Test(arguments: [
        (MetricDescription.counter("calls", "Calls."), "ends with _total"),
        (.gauge("calls_total", "Calls."), "ends with _total"), (.gauge("", "Empty."), "letters, digits and _"),
        (.gauge("1st", "Digit."), "letters, digits and _"), (.gauge("größe", "Umlaut."), "letters, digits and _"),
        (.gauge("a", ""), "no help"), (.gauge("a", "A.", labels: [MetricLabel("le", ["1"])]), "named le"),
        (.gauge("a", "A.", labels: [MetricLabel("quantile", ["1"])]), "named quantile"),
        (.gauge("a", "A.", labels: [MetricLabel("__name", ["1"])]), "named __name"),
        (.gauge("a", "A.", labels: [MetricLabel("b", ["1"]), MetricLabel("b", ["2"])]), "share a name"),
        (.gauge("a", "A.", labels: [MetricLabel("b", [])]), "no series"),
        (.histogram("a", "A.", bounds: []), "bounds"), (.histogram("a", "A.", bounds: [2, 1]), "bounds"),
        (.histogram("a", "A.", bounds: [1, 1]), "bounds"), (.histogram("a", "A.", bounds: [0]), "bounds"),
        (.histogram("a", "A.", bounds: [.infinity]), "bounds"), (.histogram("a", "A.", bounds: [.nan]), "bounds"),
        (.histogram("a", "A.", bounds: (1...21).map(Double.init)), "bounds"),
    ])
    func refusesWhatPrometheusWouldNotRead(_ metric: MetricDescription, _ flaw: String) {
        let error = #expect(throws: TelemetryError.self) { try MetricCatalog([metric]) }
        #expect(error?.code == .invalidMetrics)
        #expect(error?.message.contains(flaw) == true, "\(error?.message ?? "")")
    }

    @Test func refusesNamesThatStandForTwo() {
        let pairs: [[MetricDescription]] = [
            [.gauge("a", "A."), .gauge("a", "A.")], [.counter("a_total", "A."), .gauge("a", "A.")],
            [.histogram("a", "A.", bounds: [1]), .gauge("a_sum", "A.")],
        ]
        for pair in pairs { #expect(throws: TelemetryError.self) { try MetricCatalog(pair) } }
    }

    @Test func saysEverythingThatIsWrongAtOnce() {
        let error = #expect(throws: TelemetryError.self) {
            try MetricCatalog([.counter("a", ""), .histogram("b", "B.", bounds: [])])
        }
        #expect(error?.message.split(separator: ";").count == 3)
    }

    @Test func countsTheMostLinesThereCanBe() throws {
        let way = MetricLabel("way", ["in", "out", "in"])
        let catalog = try MetricCatalog([
            .gauge("plain", "One."), .counter("a_total", "Two and the others.", labels: [way]),
            .counter("b_total", "Four and the others.", labels: [way, MetricLabel("code", atMost: 100)], limit: 4),
            .histogram("c", "Two and the others, six lines each.", bounds: [1, 2, 3], labels: [way]),
        ])
        #expect(catalog.mostLines == 1 + 3 + 5 + 3 * 6)
        #expect(catalog.metrics.map(\.name) == ["a_total", "b_total", "c", "plain"])
    }

    @Test func takesTheUnitFromTheName() {
        #expect(MetricDescription.counter("a_seconds_total", "A.").unit == "seconds")
        #expect(MetricDescription.gauge("a_bytes", "A.").unit == "bytes")
        #expect(MetricDescription.gauge("a_events", "A.").unit == nil)
    }
}
