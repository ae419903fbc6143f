// SPDX-License-Identifier: Apache-2.0

/// One element of a TwiML document as it arrived, before anybody asks what it means.
struct DocumentNode: Sendable, Hashable {
    /// The element's name, case kept: TwiML is case-sensitive.
    var name: String
    /// Attributes by name, character references resolved.
    var attributes: [String: String] = [:]
    /// Child elements in order.
    var children: [DocumentNode] = []
    /// All text directly inside, joined.
    var text = ""

    /// The text without the white space around it.
    var trimmedText: String { self.text.trimmingWhitespace() }

    /// All text inside, also that of child elements: what `<Say>` speaks.
    var spokenText: String {
        ([self.text] + self.children.map(\.spokenText)).joined(separator: " ").trimmingWhitespace()
    }

    /// An attribute as a whole number of seconds, samples or digits; `nil` when absent or not a number.
    func integer(_ name: String) -> Int? {
        self.attributes[name].flatMap { Int($0.trimmingWhitespace()) }
    }

    /// An attribute as TwiML writes truth: `true` or `false`.
    func flag(_ name: String, default value: Bool) -> Bool {
        switch self.attributes[name] {
        case "true": true
        case "false": false
        default: value
        }
    }
}
