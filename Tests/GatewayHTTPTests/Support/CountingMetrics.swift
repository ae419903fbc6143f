// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// Counts in another metrics factory, and notes whoever asks for a series.
final class CountingMetrics: MetricsFactory {
    private let metrics: any MetricsFactory
    private let log = Mutex<[String]>([])

    init(_ metrics: any MetricsFactory = NOOPMetricsHandler.instance) {
        self.metrics = metrics
    }

    /// The names of all series that were asked for, in their order.
    var asked: [String] { self.log.withLock(\.self) }

    private func note(_ label: String, _ dimensions: [(String, String)]) {
        let labels = dimensions.map { "\($0)=\($1)" }.joined(separator: ",")
        self.log.withLock { $0.append("\(label){\(labels)}") }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.note(label, dimensions)
        return self.metrics.makeCounter(label: label, dimensions: dimensions)
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        self.note(label, dimensions)
        return self.metrics.makeFloatingPointCounter(label: label, dimensions: dimensions)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.note(label, dimensions)
        return self.metrics.makeMeter(label: label, dimensions: dimensions)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        self.note(label, dimensions)
        return self.metrics.makeRecorder(label: label, dimensions: dimensions, aggregate: aggregate)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        self.note(label, dimensions)
        return self.metrics.makeTimer(label: label, dimensions: dimensions)
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
