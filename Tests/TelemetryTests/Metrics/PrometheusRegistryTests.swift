// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Testing

@testable import Telemetry

/// What is counted where, and what is refused.
struct PrometheusRegistryTests {
    private struct Stage {
        let registry: PrometheusRegistry
        let factory: PrometheusMetricsFactory

        init(_ metrics: MetricDescription...) throws {
            self.registry = PrometheusRegistry(try MetricCatalog(metrics))
            self.factory = PrometheusMetricsFactory(self.registry)
        }

        var lines: [String] {
            String(decoding: self.registry.exposition(.text), as: UTF8.self)
                .split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        }

        func count(_ name: String, _ labels: [(String, String)] = []) {
            Counter(label: name, dimensions: labels, factory: self.factory).increment()
        }
    }

    private static let way = MetricLabel("way", ["in", "out"])

    @Test func twoHandlesCountInOneSeriesWhateverTheOrderOfTheirLabels() throws {
        let stage = try Stage(.counter("a_total", "A.", labels: [Self.way, MetricLabel("code", atMost: 5)]))
        stage.count("a_total", [("way", "in"), ("code", "x")])
        stage.count("a_total", [("code", "x"), ("way", "in")])
        #expect(stage.lines == [#"a_total{way="in",code="x"} 2"#])
    }

    @Test func aDestroyedHandleForgetsNothing() throws {
        let stage = try Stage(.counter("a_total", "A."), .histogram("b", "B.", bounds: [1]), .gauge("c", "C."))
        for _ in 0..<2 {
            let counter = Counter(label: "a_total", factory: stage.factory)
            counter.increment()
            counter.destroy()
            let timer = Timer(label: "b", factory: stage.factory)
            timer.recordSeconds(1)
            timer.destroy()
            let meter = Meter(label: "c", factory: stage.factory)
            meter.increment(by: 2)
            meter.decrement(by: 0.5)
            meter.destroy()
        }
        let expected = [
            "a_total 2", #"b_bucket{le="1.0"} 2"#, #"b_bucket{le="+Inf"} 2"#, "b_sum 2", "b_count 2", "c 3",
        ]
        #expect(stage.lines == expected)
    }

    @Test func wholeNumbersAndFractionsOfACounterAddUp() throws {
        let stage = try Stage(.counter("a_total", "A."))
        stage.count("a_total")
        FloatingPointCounter(label: "a_total", factory: stage.factory).increment(by: 0.25)
        #expect(stage.lines == ["a_total 1.25"])
        Counter(label: "a_total", factory: stage.factory).reset()
        #expect(stage.lines == ["a_total 0"])
    }

    @Test func recordersAreHistogramsOrGauges() throws {
        let stage = try Stage(.histogram("a", "A.", bounds: [10]), .gauge("b", "B."))
        Recorder(label: "a", factory: stage.factory).record(10)
        Recorder(label: "b", aggregate: false, factory: stage.factory).record(7)
        #expect(stage.lines == [#"a_bucket{le="10.0"} 1"#, #"a_bucket{le="+Inf"} 1"#, "a_sum 10", "a_count 1", "b 7"])
    }

    @Test func whatIsNotDescribedIsNotShownButCounted() throws {
        let stage = try Stage(.counter("a_total", "A.", labels: [Self.way]), .gauge("b", "B."))
        stage.count("unknown_total")
        stage.count("b")
        Gauge(label: "a_total", factory: stage.factory).record(1)
        Timer(label: "b", factory: stage.factory).recordSeconds(1)
        #expect(stage.lines == [#"a_total{way="in"} 0"#, #"a_total{way="out"} 0"#])
        #expect(stage.registry.refused(.unknownMetric) == 1)
        #expect(stage.registry.refused(.wrongKind) == 3)
    }

    @Test(arguments: [
        ([("way", "sideways")], MetricRefusal.unknownValue), ([("way", "")], .unknownValue),
        ([("way", "in\"} 1\nfake 1")], .unknownValue), ([], .wrongLabels), ([("who", "me")], .wrongLabels),
        ([("way", "in"), ("way", "in")], .wrongLabels), ([("way", "in"), ("who", "me")], .wrongLabels),
    ])
    func garbageInLabelsGoesToOneSeries(_ labels: [(String, String)], _ cause: MetricRefusal) throws {
        let stage = try Stage(.counter("a_total", "A.", labels: [Self.way]))
        stage.count("a_total", labels)
        #expect(stage.lines == [#"a_total{way="in"} 0"#, #"a_total{way="other"} 1"#, #"a_total{way="out"} 0"#])
        for other in MetricRefusal.allCases { #expect(stage.registry.refused(other) == (other == cause ? 1 : 0)) }
    }

    @Test(arguments: [
        "", String(repeating: "x", count: 65), "two words", "a\nb", "a\"b", "a\\b", "\u{0}", "ü", "+14155552671",
    ])
    func openLabelsTakeOnlyShortWordsOfTheProgram(_ value: String) throws {
        let stage = try Stage(.counter("a_total", "A.", labels: [MetricLabel("code", atMost: 5)]))
        stage.count("a_total", [("code", value)])
        #expect(stage.lines == [#"a_total{code="other"} 1"#])
        #expect(stage.registry.refused(.unknownValue) == 1)
    }

    @Test func seriesBeyondTheBoundShareOne() throws {
        let stage = try Stage(.counter("a_total", "A.", labels: [MetricLabel("code", atMost: 3)]))
        stage.count("a_total", [("code", "no such code!")])
        for number in 0..<10 { stage.count("a_total", [("code", "c\(number)")]) }
        for number in 0..<10 { stage.count("a_total", [("code", "c\(number)")]) }
        let expected = [0, 1, 2].map { #"a_total{code="c\#($0)"} 2"# } + [#"a_total{code="other"} 15"#]
        #expect(stage.lines == expected)
        #expect(stage.registry.refused(.tooManySeries) == 14)
    }

    @Test func valuesThatCannotBeAreLeftOut() throws {
        let stage = try Stage(.counter("a_total", "A."), .histogram("b", "B.", bounds: [1]))
        Counter(label: "a_total", factory: stage.factory).increment(by: -1)
        for amount in [-0.5, .nan, .infinity] {
            FloatingPointCounter(label: "a_total", factory: stage.factory).increment(by: amount)
            Recorder(label: "b", factory: stage.factory).record(amount)
        }
        Timer(label: "b", factory: stage.factory).recordNanoseconds(-1)
        #expect(
            stage.lines == ["a_total 0", #"b_bucket{le="1.0"} 0"#, #"b_bucket{le="+Inf"} 0"#, "b_sum 0", "b_count 0"]
        )
        #expect(stage.registry.refused(.impossibleValue) == 8)
    }

    @Test func looksUpNumbersWhenItIsRead() throws {
        let stage = try Stage(
            .gauge("a", "A.", labels: [Self.way]),
            .counter("b_total", "B."),
            .histogram("c", "C.", bounds: [1])
        )
        stage.registry.collect("one") { [MetricSample("a", labels: ["in"], 1)] }
        stage.registry.collect("one") {
            [
                MetricSample("a", labels: ["in"], 2), MetricSample("a", labels: ["up"], 3),
                MetricSample("b_total", 7.5),
                MetricSample("c", 1), MetricSample("d", 1), MetricSample("b_total", -1),
                MetricSample("b_total", labels: ["x"], 9),
            ]
        }
        #expect(stage.lines.prefix(3) == [#"a{way="in"} 2"#, #"a{way="other"} 3"#, "b_total 9"])
        let causes: [MetricRefusal] = [.unknownValue, .wrongKind, .unknownMetric, .impossibleValue, .wrongLabels]
        for cause in causes { #expect(stage.registry.refused(cause) == 1, "\(cause)") }
    }
}
