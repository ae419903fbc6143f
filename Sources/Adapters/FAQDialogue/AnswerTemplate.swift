// SPDX-License-Identifier: Apache-2.0

/// An answer with `{slots}`.
struct AnswerTemplate: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case text(String)
        case slot(String)
    }

    private let parts: [Part]

    /// Cuts the text at its `{names}`; a brace without its partner is text.
    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.slot(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The slots it needs, in order.
    var slots: [String] {
        self.parts.compactMap { if case .slot(let name) = $0 { name } else { nil } }
    }

    /// The sentence, or `nil` when a slot was not heard.
    func filled(with values: [String: String]) -> String? {
        var text = ""
        for part in self.parts {
            switch part {
            case .text(let plain): text += plain
            case .slot(let name):
                guard let value = values[name] else { return nil }
                text += value
            }
        }
        return text
    }
}
