// SPDX-License-Identifier: Apache-2.0

import Twilio

/// One party a `<Dial>` names.
struct DialTarget: Sendable {
    /// As in ``CalleeBook``: a number, `client:…` or `sip:…`.
    var address: String
    /// The noun; for a number without one, the `<Dial>` without its attributes.
    var node: DocumentNode

    /// The parties of a `<Dial>` that can be called: `Number`, `Client`, `Sip`, and the text itself.
    static func all(in dial: DocumentNode) -> [Self] {
        var targets = dial.children.compactMap(Self.init)
        if !dial.trimmedText.isEmpty {
            targets.append(Self(address: dial.trimmedText, node: DocumentNode(name: "Number")))
        }
        return targets
    }

    private init?(_ noun: DocumentNode) {
        switch noun.name {
        case "Number": self.init(address: noun.trimmedText, node: noun)
        case "Client":
            let identity = noun.children.first { $0.name == "Identity" }?.trimmedText ?? noun.trimmedText
            self.init(address: "client:\(identity)", node: noun)
        case "Sip":
            let uri = noun.children.first { $0.name == "Uri" }?.trimmedText ?? noun.trimmedText
            self.init(address: String(uri.prefix { $0 != "?" && $0 != ";" }), node: noun)
        default: return nil
        }
        guard !self.address.isEmpty, self.address != "client:" else { return nil }
    }

    private init(address: String, node: DocumentNode) {
        self.address = address
        self.node = node
    }

    var isSIP: Bool { self.node.name == "Sip" }

    /// What its status callback wants to know; Twilio's default is the end alone.
    var events: Set<SimulatedCall.Progress> {
        guard let words = self.node.attributes["statusCallbackEvent"] else { return [.completed] }
        return Set(words.split(separator: " ").compactMap { SimulatedCall.Progress(rawValue: String($0)) })
    }
}
