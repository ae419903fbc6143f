// SPDX-License-Identifier: Apache-2.0

/// Writes metrics in one of the two formats: Prometheus, "Exposition formats", and the OpenMetrics specification 1.0.0.
///
/// What differs: OpenMetrics names a counter's family without `_total`, has `# UNIT` and an end, and escapes quotation
/// marks in help.
struct ExpositionWriter: ~Copyable {
    private let format: ExpositionFormat
    private var bytes: [UInt8] = []

    init(_ format: ExpositionFormat) {
        self.format = format
        self.bytes.reserveCapacity(64 << 10)
    }

    /// Writes a metric; one without series is left out.
    mutating func write(_ metric: MetricSnapshot) {
        guard !metric.series.isEmpty else { return }
        self.writeHead(metric.description)
        for series in metric.series { self.write(series, of: metric.description) }
    }

    /// What was written, with the end that the format wants.
    consuming func finish() -> [UInt8] {
        if self.format == .openMetrics { self.put("# EOF\n") }
        return self.bytes
    }

    private mutating func writeHead(_ metric: MetricDescription) {
        switch self.format {
        case .text:
            self.put("# HELP \(metric.name) \(Self.escaped(metric.help, quotes: false))\n")
            self.put("# TYPE \(metric.name) \(metric.kind.name)\n")
        case .openMetrics:
            self.put("# TYPE \(metric.family) \(metric.kind.name)\n")
            if let unit = metric.unit { self.put("# UNIT \(metric.family) \(unit)\n") }
            self.put("# HELP \(metric.family) \(Self.escaped(metric.help, quotes: true))\n")
        }
    }

    private mutating func write(_ series: MetricSnapshot.Series, of metric: MetricDescription) {
        let pairs = zip(metric.labels, series.labels).map { label, value in
            "\(label.name)=\"\(Self.escaped(value, quotes: true))\""
        }
        let labels = pairs.joined(separator: ",")
        switch series.value {
        case .number(let number): self.putLine(metric.name, labels, Self.text(number))
        case .histogram(let value): self.write(value, metric.name, labels)
        }
    }

    private mutating func write(_ value: HistogramValue, _ name: String, _ labels: String) {
        let first = labels.isEmpty ? "" : labels + ","
        for (index, count) in value.counts.enumerated() {
            let bound = index < value.bounds.count ? value.bounds[index].description : "+Inf"
            self.putLine(name + "_bucket", "\(first)le=\"\(bound)\"", String(count))
        }
        self.putLine(name + "_sum", labels, Self.text(.real(value.sum)))
        self.putLine(name + "_count", labels, String(value.counts.last ?? 0))
    }

    private mutating func putLine(_ name: String, _ labels: String, _ value: String) {
        self.put(labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n")
    }

    private mutating func put(_ text: String) {
        self.bytes.append(contentsOf: text.utf8)
    }

    /// The shortest text that is read as the same number; whole ones as such.
    static func text(_ number: MetricNumber) -> String {
        switch number {
        case .integer(let value): return String(value)
        case .real(let value):
            if value.isNaN { return "NaN" }
            if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
            // 2^53: up to there every whole number is itself.
            if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) { return String(whole) }
            return value.description
        }
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let needsEscape: (UInt8) -> Bool = { byte in
            byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n") || quotes && byte == UInt8(ascii: "\"")
        }
        guard text.utf8.contains(where: needsEscape) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if needsEscape(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte == UInt8(ascii: "\n") ? UInt8(ascii: "n") : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
