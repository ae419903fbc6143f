// SPDX-License-Identifier: Apache-2.0

import CallCore
import Yams

/// Reads the `policy` part of a dialogue.
struct FAQPolicyReader {
    private(set) var reader: YAMLReader

    init(reader: YAMLReader) {
        self.reader = reader
    }

    private static let keys = [
        "confidence_floor", "match_floor", "match_margin", "reprompts", "handover", "overflow", "transfer_number",
        "barge_in",
        "end_of_turn_silence_ms", "still_there_seconds", "goodbye_seconds", "reply_deadline_seconds",
        "longest_call_seconds", "moment_seconds", "operator_digit",
    ]

    mutating func read(_ node: Node) -> (DialoguePolicy, FAQMatching) {
        let entries = self.reader.mapping(node, "policy", allowed: Self.keys)
        var policy = DialoguePolicy()
        var matching = FAQMatching()
        self.fraction(entries, "confidence_floor", &policy.confidenceFloor)
        self.fraction(entries, "match_floor", &matching.floor)
        self.fraction(entries, "match_margin", &matching.margin)
        if let node = entries["reprompts"] {
            policy.repromptLimit = self.reader.integer(node, "policy.reprompts", in: 0...10) ?? policy.repromptLimit
        }
        if let node = entries["barge_in"] {
            policy.bargeIn = self.reader.flag(node, "policy.barge_in") ?? policy.bargeIn
        }
        if let node = entries["end_of_turn_silence_ms"],
            let value = self.reader.integer(node, "policy.end_of_turn_silence_ms", in: 100...10_000)
        {
            policy.endOfTurnSilence = .milliseconds(value)
        }
        self.seconds(entries, "still_there_seconds", 1...600, &policy.stillThereAfter)
        self.seconds(entries, "goodbye_seconds", 1...600, &policy.goodbyeAfter)
        self.seconds(entries, "reply_deadline_seconds", 1...60, &policy.replyDeadline)
        self.seconds(entries, "longest_call_seconds", 10...86_400, &policy.longestCall)
        if entries["moment_seconds"] != nil {
            var patience = Duration.zero
            self.seconds(entries, "moment_seconds", 1...600, &patience)
            policy.holdingAfter = patience > .zero ? patience : nil
        }
        self.operatorDigit(entries, &policy)
        self.handover(entries, &policy)
        self.overflow(entries, &policy)
        return (policy, matching)
    }

    private mutating func fraction(_ entries: [String: Node], _ name: String, _ value: inout Double) {
        guard let node = entries[name] else { return }
        value = self.reader.number(node, "policy.\(name)", in: 0...1) ?? value
    }

    private mutating func seconds(
        _ entries: [String: Node],
        _ name: String,
        _ range: ClosedRange<Double>,
        _ value: inout Duration
    ) {
        guard let node = entries[name], let seconds = self.reader.number(node, "policy.\(name)", in: range) else {
            return
        }
        value = .seconds(seconds)
    }

    private mutating func operatorDigit(_ entries: [String: Node], _ policy: inout DialoguePolicy) {
        guard let node = entries["operator_digit"] else { return }
        let text = node.scalar?.string ?? ""
        if text == "none" {
            policy.operatorDigit = nil
        } else if text.count == 1, let digit = text.first, "0123456789*#".contains(digit) {
            policy.operatorDigit = digit
        } else {
            self.reader.add("policy.operator_digit", "must be one of 0-9, \"*\", \"#\" or none", at: node)
        }
    }

    private mutating func handover(_ entries: [String: Node], _ policy: inout DialoguePolicy) {
        if let node = entries["transfer_number"], let number = self.reader.text(node, "policy.transfer_number") {
            if Self.isTelephoneNumber(number) {
                policy.transferNumber = number
            } else {
                self.reader.add("policy.transfer_number", "must be in E.164 form, like \"+12025550143\"", at: node)
            }
        }
        guard let node = entries["handover"] else { return }
        switch node.scalar?.string {
        case "voicemail": policy.handover = .voicemail
        case "hang_up": policy.handover = .hangUp
        case "transfer":
            if let number = policy.transferNumber {
                policy.handover = .transfer(to: number)
            } else {
                self.reader.add("policy.handover", "transfer needs a valid transfer_number beside it", at: node)
            }
        default: self.reader.add("policy.handover", "must be voicemail, transfer or hang_up", at: node)
        }
    }

    private mutating func overflow(_ entries: [String: Node], _ policy: inout DialoguePolicy) {
        guard let node = entries["overflow"] else { return }
        if let overflow = DialoguePolicy.Overflow(rawValue: node.scalar?.string ?? "") {
            policy.overflow = overflow
        } else {
            self.reader.add("policy.overflow", "must be gather or handover", at: node)
        }
    }

    /// E.164: a plus, then at most 15 digits of which the first is not 0.
    static func isTelephoneNumber(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "+") && (2...15).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && digits.first != UInt8(ascii: "0")
    }
}
