// SPDX-License-Identifier: Apache-2.0

extension TwiMLValidator {
    mutating func checkDial(_ place: Place) {
        let nouns = place.elements.count
        if nouns == 0, place.node.plainText.isEmpty {
            self.report(place, "there is nobody to dial", mend: "add a Number or another noun")
        }
        if nouns > TwiMLLimits.simultaneousNouns, place.node.value(of: "sequential") != "true" {
            let message = "\(nouns) are dialled at once, Twilio takes \(TwiMLLimits.simultaneousNouns)"
            self.report(place, message, mend: "dial fewer, or one after the other with sequential")
        }
        self.limit(place, "callReason", place.node.value(of: "callReason"), to: TwiMLLimits.callReason)
        self.range(place, "timeout", 1...Int(TwiMLLimits.ringing.components.seconds))
    }

    mutating func checkSip(_ place: Place) {
        let address = place.node.plainText
        let hasURI = place.elements.contains { $0.name == "Uri" }
        // The Sip of Refer and that of Dial have the same name; both need an address.
        if !hasURI, !address.hasPrefix("sip:"), !address.hasPrefix("sips:") {
            self.report(place, "there is no SIP address", mend: "begin the address with sip:")
        }
        if !hasURI, let headers = address.split(separator: "?", maxSplits: 1).dropFirst().first {
            self.limit(place, "the header list", String(headers), to: TwiMLLimits.sipHeaders)
        }
    }

    mutating func checkConference(_ place: Place) {
        if place.node.plainText.isEmpty { self.report(place, "the conference has no name", mend: "name it") }
        let label = place.node.value(of: "participantLabel")
        self.limit(place, "participantLabel", label, to: TwiMLLimits.participantLabel)
        self.range(place, "maxParticipants", 1...TwiMLLimits.participants)
    }

    mutating func checkQueue(_ place: Place) {
        let name = place.node.children.filter { $0.name == nil }.map(\.text).joined()
        if name.isEmpty, place.node.value(of: "workflowSid") == nil, place.node.value(of: "reservationSid") == nil {
            self.report(place, "the queue has no name", mend: "name it")
        }
        self.limit(place, "the name of the queue", name, to: TwiMLLimits.queueName)
        self.range(place, "maxQueueSize", 1...Int.max)
    }
}
