// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    /// `GET IncomingPhoneNumbers.json`; `PhoneNumber` may have `*` for any digits.
    func listNumbers(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let query = context.query
        let rows = self.twilio.numbers.rows.filter { entry in
            (query["PhoneNumber"].map { Self.matches(entry.row.number, $0) } ?? true)
                && (query["FriendlyName"].map { $0 == entry.row.settings["FriendlyName"] } ?? true)
        }
        return try TwinPage(rows, query: query)
            .answer("incoming_phone_numbers", context.request) { self.json($0) }
    }

    /// Whether a number has this pattern's digits in its order; `*` stands for any number of them.
    private static func matches(_ number: String, _ pattern: String) -> Bool {
        let digits = number.filter(\.isNumber)
        let parts = pattern.filter { $0.isNumber || $0 == "*" }.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return pattern.hasPrefix("+") ? number == pattern : digits.contains(parts[0]) }
        var rest = digits[...]
        for (index, part) in parts.enumerated() where !part.isEmpty {
            guard let found = rest.firstRange(of: part), index > 0 || found.lowerBound == rest.startIndex else {
                return false
            }
            rest = rest[found.upperBound...]
        }
        return parts.last?.isEmpty == true || rest.isEmpty
    }

    /// `GET IncomingPhoneNumbers/{sid}.json`.
    func fetchNumber(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        guard let row = self.twilio.numbers[context.captures[0]] else { throw context.failure }
        return TwinAnswer(body: self.json(row))
    }

    /// `POST IncomingPhoneNumbers/{sid}.json`. An empty value takes a setting away; names nobody knows are ignored.
    func updateNumber(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        guard let row = self.twilio.numbers[context.captures[0]] else { throw context.failure }
        let form = CallForm(context.form)
        var settings: [String: String] = [:]
        for (name, _) in NumberRow.names {
            guard let value = context.form[name] else { continue }
            if name.hasSuffix("Url") || name == "StatusCallback" { _ = try form.url(name) }
            if name.hasSuffix("Method") { _ = try form.method(name) }
            settings[name] = value
        }
        self.twilio.numbers.update(row.sid, settings)
        return try self.fetchNumber(context)
    }

    /// A number as Twilio writes it.
    private func json(_ row: NumberRow) -> TwinValue {
        var members: [TwinValue.Member] = [
            .init(name: "sid", value: .text(row.sid)), .init(name: "account_sid", value: .text(self.account.sid)),
            .init(name: "phone_number", value: .text(row.number)),
            .init(name: "date_created", value: TwinValue(row.created)),
            .init(name: "date_updated", value: TwinValue(row.updated)),
            .init(name: "capabilities", value: ["voice": .truth(true), "sms": .truth(true), "mms": .truth(true)]),
            .init(name: "origin", value: "twilio"), .init(name: "status", value: "in-use"),
            .init(name: "beta", value: .truth(false)), .init(name: "api_version", value: "2010-04-01"),
            .init(name: "uri", value: .text("\(self.path("IncomingPhoneNumbers/\(row.sid)")).json")),
        ]
        for (request, answer) in NumberRow.names {
            let value = row.settings[request] ?? ""
            let json: TwinValue = answer == "voice_caller_id_lookup" ? .truth(value == "true") : .text(value)
            members.append(.init(name: answer, value: json))
        }
        return .object(members)
    }
}
