// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics

/// What is counted of exporting traces. Labels are few and closed.
package struct TraceMetrics: Sendable {
    /// What became of a span.
    package enum SpanResult: String, Sendable, CaseIterable {
        /// The collector has it.
        case exported
        /// There was no room in the queue.
        case dropped
        /// The collector did not take it.
        case failed
    }

    /// What became of a request to the collector.
    package enum ExportResult: String, Sendable, CaseIterable {
        /// It was taken.
        case ok
        /// It failed and is sent again.
        case retried
        /// It failed for good.
        case failed
    }

    private let spans: [SpanResult: Counter]
    private let exports: [ExportResult: Counter]

    /// The metrics, made by a factory.
    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        func counter(_ label: String, _ result: String) -> Counter {
            Counter(label: label, dimensions: [("result", result)], factory: factory)
        }
        self.spans = Dictionary(
            uniqueKeysWithValues: SpanResult.allCases.map { ($0, counter("switchboard_spans_total", $0.rawValue)) }
        )
        self.exports = Dictionary(
            uniqueKeysWithValues: ExportResult.allCases.map {
                ($0, counter("switchboard_span_exports_total", $0.rawValue))
            }
        )
    }

    func count(_ result: SpanResult, by amount: Int = 1) {
        if amount > 0 { self.spans[result]?.increment(by: amount) }
    }

    func count(_ result: ExportResult) {
        self.exports[result]?.increment()
    }
}
