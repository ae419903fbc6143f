// SPDX-License-Identifier: Apache-2.0

/// Which attributes and children every element of voice TwiML has; what is not listed is Twilio's warning 12200.
///
/// After the pages "TwiML Voice: …" of every verb and noun, and the official libraries.
enum DocumentSchema {
    /// What an element may have.
    struct Rule {
        var attributes: Set<String>
        var children: Set<String>

        init(_ attributes: Set<String> = [], children: Set<String> = []) {
            self.attributes = attributes
            self.children = children
        }
    }

    /// Verbs that Twilio knows and the simulation only notes and passes over.
    static let unsimulatedVerbs: Set<String> = ["Pay", "Queue", "Sms", "Prompt"]

    private static let rules = Self.verbs.merging(Self.nouns) { $1 }.merging(Self.speech) { $1 }

    /// What Twilio would warn of in this verb and everything inside; the call goes on regardless.
    static func complaints(about node: DocumentNode) -> [String] {
        guard self.verbs[node.name] != nil else { return ["unknown element <\(node.name)>"] }
        return self.complaints(inside: node)
    }

    private static func complaints(inside node: DocumentNode) -> [String] {
        guard let rule = self.rules[node.name] else { return [] }
        var complaints = node.attributes.keys.filter { !rule.attributes.contains($0) }.sorted()
            .map { "<\(node.name)> has no attribute \($0)" }
        for child in node.children {
            if rule.children.contains(child.name) {
                complaints += self.complaints(inside: child)
            } else {
                complaints.append("<\(child.name)> is not allowed in <\(node.name)>")
            }
        }
        return complaints
    }
}
