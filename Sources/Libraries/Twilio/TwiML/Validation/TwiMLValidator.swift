// SPDX-License-Identifier: Apache-2.0

/// Walks through a document and collects what Twilio would not take.
struct TwiMLValidator {
    /// An element and where it stands.
    struct Place {
        let node: TwiMLNode
        let path: String
        let parent: String?

        /// The children that are elements.
        var elements: [TwiMLNode] { self.node.children.filter { $0.name != nil } }

        func integer(_ name: String) -> Int? { self.node.value(of: name).flatMap { Int($0) } }
    }

    let delivery: TwiMLDelivery
    private(set) var problems: [TwiMLProblem] = []

    static func problems(of root: TwiMLNode, document: TwiMLDocument, delivery: TwiMLDelivery) -> [TwiMLProblem] {
        var validator = Self(delivery: delivery)
        let place = Place(node: root, path: "Response", parent: nil)
        validator.checkSize(document, at: place)
        validator.walk(place)
        return validator.problems
    }

    mutating func report(_ place: Place, code: Int? = nil, _ message: String, mend: String) {
        self.problems.append(TwiMLProblem(path: place.path, code: code, message: message, mend: mend))
    }

    /// Reports a text that is longer than allowed, in UTF-16 units.
    mutating func limit(_ place: Place, _ what: String, _ text: String?, to limit: Int, mend: String = "shorten it") {
        guard let count = text?.utf16.count, count > limit else { return }
        self.report(place, "\(what) has \(count) characters, Twilio takes \(limit)", mend: mend)
    }

    /// Reports a number outside its range.
    mutating func range(_ place: Place, _ name: String, _ range: ClosedRange<Int>) {
        guard let number = place.integer(name), !range.contains(number) else { return }
        let upper =
            range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        self.report(place, "\(name) is \(number)", mend: "make it \(upper)")
    }

    private mutating func checkSize(_ document: TwiMLDocument, at place: Place) {
        let bytes = document.bytes.count
        if bytes > TwiMLDocument.maximumBytes {
            let message = "the document has \(bytes) bytes, Twilio takes \(TwiMLDocument.maximumBytes)"
            self.report(place, code: 11_750, message, mend: "go on in a second document with Redirect")
        }
        let characters = document.description.utf16.count
        if self.delivery == .inline, characters > TwiMLDocument.maximumInlineCharacters {
            let most = TwiMLDocument.maximumInlineCharacters
            let message = "the inline document has \(characters) characters, Twilio takes \(most)"
            self.report(place, code: 32_018, message, mend: "let Twilio fetch it from a URL")
        }
    }

    private mutating func walk(_ place: Place) {
        self.checkURLs(place)
        self.checkElement(place)
        let names = place.elements.compactMap(\.name)
        var seen: [String: Int] = [:]
        for child in place.elements {
            guard let name = child.name else { continue }
            seen[name, default: 0] += 1
            let isOne = names.count { $0 == name } == 1
            let path = "\(place.path)/\(name)" + (isOne ? "" : "[\(seen[name, default: 1])]")
            self.walk(Place(node: child, path: path, parent: place.node.name))
        }
    }

    private mutating func checkElement(_ place: Place) {
        switch place.node.name {
        case "Response": self.checkResponse(place)
        case "Say": self.checkSay(place)
        case "break": self.checkBreak(place)
        case "Play": self.checkPlay(place)
        case "Gather": self.checkGather(place)
        case "Record": self.checkRecord(place)
        case "Dial": self.checkDial(place)
        case "Number": self.checkDigits(place, "sendDigits")
        case "Sip": self.checkSip(place)
        case "Conference": self.checkConference(place)
        case "Queue", "Enqueue": self.checkQueue(place)
        case "Parameter": self.checkParameter(place)
        case "Start", "Stop": self.checkBackground(place)
        case "Stream": self.checkStream(place)
        case "ConversationRelay": self.checkRelay(place)
        case "Pay": self.checkPay(place)
        default: break
        }
    }

    private mutating func checkResponse(_ place: Place) {
        guard place.elements.count > 1, place.elements.contains(where: { $0.name == "Reject" }) else { return }
        self.report(place, "Reject is not the only verb", mend: "answer with Reject alone, or end with Hangup")
    }

    private mutating func checkParameter(_ place: Place) {
        let name = place.node.value(of: "name") ?? ""
        if name.isEmpty { self.report(place, "the parameter has no name", mend: "name it") }
        let count = name.utf16.count + (place.node.value(of: "value") ?? "").utf16.count
        guard count >= TwiMLLimits.parameter else { return }
        let message = "name and value have \(count) characters, Twilio takes fewer than \(TwiMLLimits.parameter)"
        self.report(place, message, mend: "hand over a key and keep the value on your side")
    }
}
