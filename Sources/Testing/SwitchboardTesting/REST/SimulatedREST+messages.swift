// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    /// `POST Messages.json`. Messages reach nobody here.
    func createMessage(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let form = context.form
        guard let to = form["To"], !to.isEmpty else {
            throw TwinFailure(400, 21_604, "A 'To' phone number is required.")
        }
        guard case .e164(let number) = PhoneAddress(to), number.utf8.count > 7 else {
            throw TwinFailure(400, 21_211, "Invalid 'To' Phone Number: \(to)")
        }
        let from = form["From"]
        let service = form["MessagingServiceSid"]
        guard from?.isEmpty == false || service?.isEmpty == false else {
            throw TwinFailure(400, 21_603, "A 'From' phone number is required.")
        }
        if let from, !from.isEmpty, !self.twilio.numbers.mayCall(from: from) {
            throw TwinFailure(400, 21_606, "The 'From' phone number \(from) is not a valid message-capable number.")
        }
        let body = form["Body"] ?? ""
        let media = form.values(of: "MediaUrl")
        guard !body.isEmpty || !media.isEmpty || form["ContentSid"] != nil else {
            throw TwinFailure(400, 21_602, "Message body is required.")
        }
        guard body.unicodeScalars.count <= 1600 else {
            throw TwinFailure(400, 21_617, "The concatenated message body exceeds the 1600 character limit.")
        }
        let row = MessageRow(
            sid: SimulatedSID.random(media.isEmpty ? "SM" : "MM"),
            accountSid: self.account.sid,
            from: from,
            to: to,
            body: body,
            status: service == nil ? "queued" : "accepted",
            messagingServiceSid: service,
            mediaCount: media.count
        )
        self.twilio.ledger.with { $0.messages[row.sid] = row }
        return TwinAnswer(status: 201, body: self.json(row))
    }

    /// `GET Messages/{sid}.json`.
    func fetchMessage(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        guard let row = self.twilio.ledger.with({ $0.messages[context.captures[0]] }) else { throw context.failure }
        return TwinAnswer(body: self.json(row))
    }

    /// `GET Messages.json`.
    func listMessages(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let query = context.query
        let sent = try DateFilter("DateSent", query)
        let rows = self.twilio.ledger.with { $0.messages.newestFirst }.filter { entry in
            (query["To"].map { $0 == entry.row.to } ?? true) && (query["From"].map { $0 == entry.row.from } ?? true)
                && sent.matches(entry.row.sent ?? entry.row.created)
        }
        return try TwinPage(rows, query: query).answer("messages", context.request) { self.json($0) }
    }

    /// A message as Twilio writes it.
    private func json(_ row: MessageRow) -> TwinValue {
        let path = self.path("Messages/\(row.sid)")
        // 160 characters of GSM 7 bit, 153 each where there are several.
        let segments = row.body.count <= 160 ? 1 : (row.body.count + 152) / 153
        return [
            "body": .text(row.body), "num_segments": TwinValue(text: segments), "direction": "outbound-api",
            "from": TwinValue(row.from), "to": .text(row.to), "date_updated": TwinValue(row.created), "price": nil,
            "error_message": nil, "uri": .text("\(path).json"), "account_sid": .text(row.accountSid),
            "num_media": TwinValue(text: row.mediaCount), "status": .text(row.status),
            "messaging_service_sid": TwinValue(row.messagingServiceSid), "sid": .text(row.sid),
            "date_sent": TwinValue(row.sent), "date_created": TwinValue(row.created), "error_code": nil,
            "price_unit": "USD", "api_version": "2010-04-01",
            "subresource_uris": ["media": .text("\(path)/Media.json")],
        ]
    }
}
