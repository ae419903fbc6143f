// SPDX-License-Identifier: Apache-2.0

import Synchronization

// What an order must be.
extension CallDialler {
    /// The longest name of an order, in bytes.
    public static let longestName = 128
    /// The longest text that is said because an order or an operator says so, in characters.
    public static let longestText = 1_000

    /// Checks an order; gives it back with all defaults in it.
    func check(_ order: CallOrder) throws(DiallingError) -> CallOrder {
        var order = order
        try self.checkTarget(order)
        order.from = try self.caller(order.from)
        try self.checkTexts(order)
        try self.checkMachines(order)
        try Self.check(order.ringLimit, in: 5...600, "ringSeconds")
        try Self.check(order.timeLimit, in: 10...86_400, "timeLimitSeconds")
        let name = order.plan.order ?? ""
        guard order.plan.order == nil || (1...Self.longestName).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Self.invalid("idempotencyKey", "must be 1 to \(Self.longestName) printable ASCII characters.")
        }
        return order
    }

    private func checkTarget(_ order: CallOrder) throws(DiallingError) {
        let target: TransferTarget
        do throws(CarrierError) {
            target = try TransferTarget(order.to)
        } catch {
            throw Self.invalid("to", "must be +E.164, client:NAME or sip:USER@HOST.")
        }
        switch target {
        case .number, .client, .sip: break
        case .conference, .queue: throw Self.invalid("to", "must be +E.164, client:NAME or sip:USER@HOST.")
        }
        guard self.allows(target) else {
            throw DiallingError(
                .notAllowed,
                "Calls to there are not allowed: add the prefix to ALLOWED_DESTINATIONS.",
                field: "to"
            )
        }
    }

    private func caller(_ from: String?) throws(DiallingError) -> String {
        guard let first = self.configuration.callerNumbers.first else {
            throw DiallingError(.notAllowed, "No number of ours is configured: set TWILIO_PHONE_NUMBER.", field: "from")
        }
        guard let from else { return first }
        guard self.configuration.callerNumbers.contains(from) else {
            throw DiallingError(
                .notAllowed,
                "This number is none of ours: add it to TWILIO_PHONE_NUMBER or leave `from` out.",
                field: "from"
            )
        }
        return from
    }

    private func checkTexts(_ order: CallOrder) throws(DiallingError) {
        if let greeting = order.plan.greeting, greeting.isEmpty || greeting.count > Self.longestText {
            throw Self.invalid("greeting", "must have 1 to \(Self.longestText) characters.")
        }
        if let name = order.plan.dialogue, self.manager.dialogues[name] == nil {
            let names = self.manager.dialogues.keys.sorted()
            let known = names.isEmpty ? "none is configured; leave it out" : names.joined(separator: ", ")
            throw Self.invalid("dialogue", "is unknown. Known dialogues: \(known).")
        }
        if let digits = order.sendDigits {
            let isPlain = digits.utf8.allSatisfy { "0123456789ABCDabcd#*wW".utf8.contains($0) }
            guard isPlain, (1...32).contains(digits.utf8.count) else {
                throw Self.invalid("sendDigits", "must be 1 to 32 of 0-9, A-D, #, *, w and W.")
            }
        }
    }

    private func checkMachines(_ order: CallOrder) throws(DiallingError) {
        // Twilio, "Answering Machine Detection": ignored with SendDigits.
        if order.machineDetection != .off, order.sendDigits != nil {
            throw Self.invalid("sendDigits", "does not go with machineDetection.")
        }
        switch order.plan.onMachine {
        case .talk: break
        case .hangUp:
            guard order.machineDetection != .off else {
                throw Self.invalid("onMachine", "needs machineDetection.")
            }
        case .leave(let message):
            guard [.detectMessageEnd, .async].contains(order.machineDetection) else {
                throw Self.invalid("onMachine", "a message needs machineDetection detect_message_end or async.")
            }
            guard !message.isEmpty, message.count <= Self.longestText else {
                throw Self.invalid("onMachine", "the message must have 1 to \(Self.longestText) characters.")
            }
        }
    }

    private static func check(
        _ duration: Duration?,
        in seconds: ClosedRange<Int64>,
        _ field: String
    ) throws(DiallingError) {
        guard let duration else { return }
        guard duration.components.attoseconds == 0, seconds.contains(duration.components.seconds) else {
            throw Self.invalid(field, "must be \(seconds.lowerBound) to \(seconds.upperBound) whole seconds.")
        }
    }

    private static func invalid(_ field: String, _ what: String) -> DiallingError {
        DiallingError(.invalidOrder, "\(field) \(what)", field: field)
    }

    /// What the carrier is told.
    func outbound(_ order: CallOrder, _ name: String) throws(DiallingError) -> OutboundCall {
        guard let addresses = self.surroundings.addresses(name) else {
            throw DiallingError(.draining, "The server is starting and makes no calls yet.", retryAfter: .seconds(1))
        }
        return OutboundCall(
            to: order.to,
            from: order.from ?? "",
            answerURL: addresses.answer,
            statusURL: addresses.status,
            fallbackURL: addresses.fallback,
            machineURL: order.machineDetection == .async ? addresses.machine : nil,
            machineDetection: order.machineDetection,
            ringLimit: order.ringLimit ?? self.configuration.ringLimit,
            timeLimit: order.timeLimit,
            sendDigits: order.sendDigits
        )
    }

    /// A name for an order that was given none: random, as only its uniqueness matters.
    func makeName() -> String {
        "auto-" + self.manager.randomness.withLock { RandomHex.text(using: &$0) }
    }
}
