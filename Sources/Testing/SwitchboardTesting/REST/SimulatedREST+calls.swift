// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    /// `POST Calls.json`.
    func createCall(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let sid = try self.makeCall(context.form, context)
        guard let row = self.twilio.ledger.call(sid) else { throw context.failure }
        return TwinAnswer(status: 201, body: self.json(row))
    }

    /// Checks a form and makes the call. Returns its SID.
    func makeCall(_ parameters: FormParameters, _ context: TwinRoute.Context) throws(TwinFailure) -> String {
        let form = CallForm(parameters)
        let to = try form.to(self.settings)
        let from = try form.from(self.twilio.numbers)
        let document = try form.document()
        var leg = OutboundLeg(callee: self.twilio.callees[to] ?? .noAnswer)
        leg.timeout = .seconds(try form.number("Timeout", in: 1...600) ?? 60)
        leg.sendDigits = try form.sendDigits()
        leg.detection = try form.detection()
        leg.recording = try form.recording()
        var call = try self.call(form, document)
        (call.to, call.from) = (to, from)
        call.script = leg.callee.script
        leg.queueTime = self.takeTurn()
        call.outbound = leg
        let (sid, report) = (call.sid, self.report)
        self.twilio.launch(call, document: document, route: self.route) { report(sid, $0) }
        return sid
    }

    /// What the form says about the call itself.
    private func call(
        _ form: CallForm,
        _ document: CallRun.DocumentRequest
    ) throws(TwinFailure) -> SimulatedCall {
        var call = SimulatedCall(url: document.url?.description ?? "", account: self.account)
        self.configure(&call)
        call.account = self.account
        call.sid = CallSID.random().description
        call.direction = .outboundAPI
        call.method = document.method
        call.fallbackURL = try form.url("FallbackUrl")
        call.fallbackMethod = try form.method("FallbackMethod")
        call.statusCallback = try form.url("StatusCallback")
        call.statusCallbackMethod = try form.method("StatusCallbackMethod")
        call.statusCallbackEvents = try form.events()
        if let limit = try form.number("TimeLimit", in: 1...86_400) { call.timeLimit = .seconds(limit) }
        return call
    }

    /// `GET Calls/{sid}.json`.
    func fetchCall(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        TwinAnswer(body: self.json(try self.row(context)))
    }

    func row(_ context: TwinRoute.Context) throws(TwinFailure) -> CallRow {
        guard let row = self.twilio.ledger.call(context.captures[0]), row.accountSid == self.account.sid else {
            throw context.failure
        }
        return row
    }

    /// The call while it runs. Throws 21220 when it is over.
    func live(_ context: TwinRoute.Context) throws(TwinFailure) -> LiveCall {
        let row = try self.row(context)
        guard !row.status.isTerminal, let live = self.twilio.calls[row.sid], !live.isOver else {
            throw TwinFailure(400, 21_220, "Call is not in-progress. Cannot redirect.")
        }
        return live
    }

    /// `POST Calls/{sid}.json`: ends a call, sends it elsewhere, or changes who is told about it.
    func updateCall(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let live = try self.live(context)
        let form = CallForm(context.form)
        let changes = try Self.changes(form)
        let order = try self.order(form, to: live)
        for change in changes { live.change(change) }
        if let order, !live.give(order) { throw TwinFailure(400, 21_220, "Call is not in-progress.") }
        return try self.fetchCall(context)
    }

    private static func changes(_ form: CallForm) throws(TwinFailure) -> [CallChange] {
        var changes: [CallChange] = []
        if let url = try form.url("StatusCallback") {
            changes.append(.statusCallback(url, method: try form.method("StatusCallbackMethod")))
        }
        if let url = try form.url("FallbackUrl") {
            changes.append(.fallback(url, method: try form.method("FallbackMethod")))
        }
        if let limit = try form.number("TimeLimit", in: 1...86_400) {
            changes.append(.timeLimit(.seconds(limit)))
        }
        return changes
    }

    private func order(_ form: CallForm, to live: LiveCall) throws(TwinFailure) -> CallOrder? {
        let status = self.twilio.ledger.call(live.sid)?.status ?? .completed
        switch form.form["Status"] {
        case "completed": return .end(.apiHungUp)
        case "canceled":
            guard status == .queued || status == .ringing else {
                throw TwinFailure(400, 21_220, "Call is in-progress. Cannot cancel.")
            }
            return .end(.apiHungUp)
        case nil, "": break
        case let word?: throw .invalid("Status", "\(word) is neither completed nor canceled")
        }
        let hasURL = form.form["Url"]?.isEmpty == false
        let hasDocument = form.form["Twiml"]?.isEmpty == false
        guard hasURL || hasDocument else { return nil }
        if hasURL && hasDocument { throw .invalid("Twiml", "Url and Twiml exclude each other") }
        guard status == .inProgress else { throw TwinFailure(400, 21_220, "Call is not in-progress. Cannot redirect.") }
        return .redirect(try form.document())
    }

    /// `DELETE Calls/{sid}.json`: only what is over.
    func deleteCall(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let row = try self.row(context)
        guard row.status.isTerminal else {
            throw TwinFailure(409, 20_009, "Cannot delete this resource before it is complete")
        }
        self.twilio.ledger.with { $0.calls[row.sid] = nil }
        return .nothing
    }

    /// `GET Calls.json`.
    func listCalls(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let query = context.query
        let started = try DateFilter("StartTime", query)
        let ended = try DateFilter("EndTime", query)
        let rows = self.twilio.ledger.with { $0.calls.newestFirst }.filter { entry in
            let row = entry.row
            func matches(_ name: String, _ value: String?) -> Bool { query[name].map { $0 == value } ?? true }
            return row.accountSid == self.account.sid && matches("To", row.to) && matches("From", row.from)
                && matches("ParentCallSid", row.parentSid) && matches("Status", row.status.rawValue)
                && started.matches(row.started ?? row.created) && ended.matches(row.ended)
        }
        return try TwinPage(rows, query: query).answer("calls", context.request) { self.json($0) }
    }

    /// A call as Twilio writes it.
    func json(_ row: CallRow) -> TwinValue {
        let path = self.path("Calls/\(row.sid)")
        return [
            "sid": .text(row.sid), "date_created": TwinValue(row.created), "date_updated": TwinValue(row.updated),
            "parent_call_sid": TwinValue(row.parentSid), "account_sid": .text(row.accountSid), "to": .text(row.to),
            "to_formatted": .text(Self.formatted(row.to)), "from": .text(row.from),
            "from_formatted": .text(Self.formatted(row.from)),
            "phone_number_sid": TwinValue(self.twilio.numbers.sid(of: row.direction == "inbound" ? row.to : row.from)),
            "status": .text(row.status.rawValue), "start_time": TwinValue(row.started),
            "end_time": TwinValue(row.ended),
            "duration": TwinValue(text: row.duration), "price": nil, "price_unit": "USD",
            "direction": .text(row.direction), "answered_by": TwinValue(row.answeredBy), "annotation": nil,
            "api_version": "2010-04-01", "forwarded_from": TwinValue(row.forwardedFrom), "group_sid": nil,
            "caller_name": TwinValue(row.callerName), "queue_time": TwinValue(text: row.queueTime.milliseconds),
            "trunk_sid": nil, "uri": .text("\(path).json"),
            "subresource_uris": [
                "notifications": .text("\(path)/Notifications.json"), "recordings": .text("\(path)/Recordings.json"),
                "payments": .text("\(path)/Payments.json"), "events": .text("\(path)/Events.json"),
                "siprec": .text("\(path)/Siprec.json"), "streams": .text("\(path)/Streams.json"),
                "transcriptions": .text("\(path)/Transcriptions.json"),
                "user_defined_message_subscriptions": .text("\(path)/UserDefinedMessageSubscriptions.json"),
                "user_defined_messages": .text("\(path)/UserDefinedMessages.json"),
            ],
        ]
    }

    /// `(415) 555-1212` for numbers of the North American plan, others as they are.
    private static func formatted(_ number: String) -> String {
        guard number.hasPrefix("+1"), number.count == 12 else { return number }
        let digits = Array(number.dropFirst(2))
        return "(\(String(digits[0..<3]))) \(String(digits[3..<6]))-\(String(digits[6...]))"
    }
}
