// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird

/// `POST /api/calls`: what somebody who wants a call made may say.
struct DialRequest {
    let order: CallOrder

    init(_ request: Request) async throws {
        var fields = try await JSONRequest.read(request)
        var order = CallOrder(to: try fields.required("to"))
        order.from = try fields.string("from")
        order.plan.greeting = try fields.sentence("greeting")
        order.plan.dialogue = try fields.string("dialogue")
        order.machineDetection = try Self.detection(&fields)
        order.plan.onMachine = try Self.machinePlan(&fields)
        order.timeLimit = try fields.seconds("timeLimitSeconds")
        order.ringLimit = try fields.seconds("ringSeconds")
        order.sendDigits = try fields.string("sendDigits")
        order.plan.order = try Self.key(&fields, request)
        try fields.finish()
        self.order = order
    }

    /// In the header of draft-ietf-httpapi-idempotency-key-header, or in the body.
    private static func key(_ fields: inout JSONRequest, _ request: Request) throws(Problem) -> String? {
        let field = try fields.string("idempotencyKey")
        var header = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        // There it is a string of structured fields (RFC 9651), in quotation marks; many write it without.
        if let text = header, text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            header = String(text.dropFirst().dropLast())
        }
        guard let header else { return field }
        guard field == nil || field == header else {
            throw .invalid("idempotencyKey", "The header Idempotency-Key says something else than the body.")
        }
        return header
    }

    private static func detection(_ fields: inout JSONRequest) throws(Problem) -> OutboundCall.MachineDetection {
        guard let word = try fields.string("machineDetection") else { return .off }
        guard let detection = OutboundCall.MachineDetection(rawValue: word) else {
            let words = OutboundCall.MachineDetection.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid("machineDetection", "machineDetection must be one of \(words).")
        }
        return detection
    }

    /// `"talk"`, `"hang_up"` or `{"leave": "a message"}`.
    private static func machinePlan(_ fields: inout JSONRequest) throws(Problem) -> MachinePlan {
        switch fields.value("onMachine") {
        case nil, .string("talk")?: return .talk
        case .string("hang_up")?: return .hangUp
        case .object(let object)?:
            var inside = JSONRequest.inside(object)
            let message = try inside.sentence("leave")
            try inside.finish(in: "onMachine")
            guard let message, !message.isEmpty else { fallthrough }
            return .leave(message: message)
        default:
            throw .invalid("onMachine", #"onMachine must be "talk", "hang_up" or {"leave": "a message"}."#)
        }
    }
}
