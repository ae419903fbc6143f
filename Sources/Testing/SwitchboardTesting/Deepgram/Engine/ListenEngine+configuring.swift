// SPDX-License-Identifier: Apache-2.0

extension ListenEngine {
    /// `Configure`, as the version has it.
    mutating func configure(_ order: ListenOrder) -> Message {
        guard var flux = self.flux else { return self.configureNova(order) }
        var thresholds = flux.thresholds
        thresholds.end = order.thresholds?.end ?? thresholds.end
        thresholds.eager = order.thresholds?.eager ?? thresholds.eager
        thresholds.timeout = order.thresholds?.timeout ?? thresholds.timeout
        guard thresholds.isSound else {
            let text = "The thresholds are out of range, or the eager one is above the other."
            return Message(value: self.fluxMessages.notice("ConfigureFailure", code: "INVALID_THRESHOLD", text))
        }
        flux.thresholds = thresholds
        self.flux = flux
        self.keyterms = order.keyterms ?? self.keyterms
        self.hints = order.hints ?? self.hints
        return Message(
            value: self.fluxMessages.configured(thresholds, keyterms: self.keyterms, hints: self.hints)
        )
    }

    private mutating func configureNova(_ order: ListenOrder) -> Message {
        let requestID = WireValue.text(self.messages.requestID)
        if let keyterms = order.keyterms {
            if !self.messages.model.hasPrefix("nova-3") {
                return Self.failure(requestID, "CONFIGURE_KEYTERMS_NOT_SUPPORTED")
            }
            guard DeepgramUpgrade.tokens(keyterms) <= DeepgramUpgrade.keytermTokens else {
                return Self.failure(requestID, "CONFIGURE_KEYTERM_LIMIT_EXCEEDED")
            }
            self.keyterms = keyterms
        }
        var value: WireValue = ["type": "ConfigureSuccess", "request_id": requestID]
        if order.keyterms != nil { value.append("keyterms", .list(self.keyterms.map(WireValue.text))) }
        return Message(value: value)
    }

    /// `ConfigureFailure` of `/v1/listen`.
    static func failure(_ requestID: WireValue, _ code: String) -> Message {
        Message(
            value: [
                "type": "ConfigureFailure", "request_id": requestID, "code": .text(code),
                "description": .text("The settings stay as they were: \(code)"),
            ]
        )
    }
}
