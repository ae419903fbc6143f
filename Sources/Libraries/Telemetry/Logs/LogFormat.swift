// SPDX-License-Identifier: Apache-2.0

/// The shape of log lines, as it is configured.
public enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// Text for people.
    case pretty
    /// Text on a terminal, JSON elsewhere.
    case auto

    /// A shape that is decided.
    public enum Resolved: Sendable, Equatable {
        /// One JSON object a line.
        case json
        /// Text for people, perhaps in colour.
        case pretty(usesColor: Bool)

        var formatter: any LineFormatter {
            switch self {
            case .json: JSONLineFormatter()
            case .pretty(let usesColor): PrettyLineFormatter(usesColor: usesColor)
            }
        }
    }

    /// Decides `auto`; `usesColor` only matters for text.
    public func resolved(isTerminal: Bool, usesColor: Bool) -> Resolved {
        switch self {
        case .json: .json
        case .pretty: .pretty(usesColor: usesColor)
        case .auto: isTerminal ? .pretty(usesColor: usesColor) : .json
        }
    }
}
