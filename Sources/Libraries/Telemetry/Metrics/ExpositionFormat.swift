// SPDX-License-Identifier: Apache-2.0

/// The two ways in which Prometheus reads metrics.
public enum ExpositionFormat: Sendable, Hashable, CaseIterable {
    /// Prometheus' text format 0.0.4.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// The `Content-Type` of the answer.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// What a request wants (RFC 9110 section 12.5.1): OpenMetrics only where it is named in a version we have, and not
    /// liked less than text; text for all others, also for those who want neither.
    public init(accept: String?) {
        let ranges = MediaRange.list(accept ?? "")
        let named = ranges.filter { $0.isOpenMetrics && $0.hasVersion("1.0.0") }.map(\.quality).max() ?? 0
        let text = ["text/plain", "text/*", "*/*"].lazy.compactMap { type in
            ranges.filter { $0.type == type && $0.hasVersion("0.0.4") }.map(\.quality).max()
        }.first
        self = named > 0 && named >= (text ?? 0) ? .openMetrics : .text
    }
}
