// SPDX-License-Identifier: Apache-2.0

import Twilio

extension NewMessage {
    func form() throws(TwilioRESTError) -> FormParameters {
        guard (1...500).contains(self.to.utf8.count) else {
            throw TwilioRESTError(.invalidRequest, "To is no address that can be written to.")
        }
        var writer = FormWriter()
        writer.set("To", self.to)
        try self.writeSender(to: &writer)
        try self.writeContent(to: &writer)
        writer.set("StatusCallback", self.statusCallbackURL)
        writer.set("ApplicationSid", self.application)
        writer.set("MaxPrice", self.maximumPrice)
        writer.set("ProvideFeedback", self.providesFeedback)
        writer.set("Attempt", self.attempt)
        try writer.set("ValidityPeriod", seconds: self.validity, in: 1...36_000)
        writer.set("ForceDelivery", self.forcesDelivery)
        writer.set("ContentRetention", self.contentRetention)
        writer.set("AddressRetention", self.addressRetention)
        writer.set("SmartEncoded", self.smartEncoding)
        for action in self.persistentActions { writer.set("PersistentAction", action) }
        writer.set("TrafficType", self.traffic)
        writer.set("ShortenUrls", self.shortensURLs)
        writer.set("SendAsMms", self.asMMS)
        writer.set("RiskCheck", self.riskCheck)
        writer.set("FallbackFrom", self.fallbackFrom)
        return writer.form
    }

    private func writeSender(to writer: inout FormWriter) throws(TwilioRESTError) {
        switch self.from {
        case .number(let number):
            guard !number.isEmpty else { throw TwilioRESTError(.invalidRequest, "From is empty.") }
            writer.set("From", number)
        case .service(let sid, let moment):
            guard !sid.isEmpty else { throw TwilioRESTError(.invalidRequest, "MessagingServiceSid is empty.") }
            writer.set("MessagingServiceSid", sid)
            guard let moment else { return }
            writer.set("ScheduleType", "fixed")
            writer.set("SendAt", ISODate.moment(moment))
        }
    }

    private func writeContent(to writer: inout FormWriter) throws(TwilioRESTError) {
        switch self.content {
        case .body(let text, let media):
            guard !text.isEmpty || !media.isEmpty, text.unicodeScalars.count <= 1_600, media.count <= 10 else {
                // Twilio's errors 21602 and 21617.
                throw TwilioRESTError(.invalidRequest, "A message has 1 to 1,600 characters or 1 to 10 pictures.")
            }
            if !text.isEmpty { writer.set("Body", text) }
            for url in media { writer.set("MediaUrl", url) }
        case .template(let sid, let variables):
            guard !sid.isEmpty else { throw TwilioRESTError(.invalidRequest, "ContentSid is empty.") }
            writer.set("ContentSid", sid)
            writer.set("ContentVariables", variables)
        }
    }
}
