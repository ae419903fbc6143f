// SPDX-License-Identifier: Apache-2.0

import Twilio

/// The form of `POST Calls.json`, checked as Twilio checks it.
///
/// Twilio, "Call resource: Make an outbound call". Names nobody knows are ignored, as Twilio does.
struct CallForm {
    let form: FormParameters

    init(_ form: FormParameters) {
        self.form = form
    }

    // MARK: Who

    func to(_ settings: SimulatedREST.Settings) throws(TwinFailure) -> String {
        guard let to = self.form["To"], !to.isEmpty else {
            throw TwinFailure(400, 21_201, "No 'To' number is specified")
        }
        guard Self.isAddress(to) else {
            throw TwinFailure(400, 21_211, "The 'To' number \(to) is not a valid phone number.")
        }
        guard to.hasPrefix("+") else { return to }
        if settings.blockedNumbers.contains(to) {
            throw TwinFailure(400, 21_216, "Account not allowed to call \(to)")
        }
        if let prefixes = settings.permittedPrefixes, !prefixes.contains(where: to.hasPrefix) {
            throw TwinFailure(
                400,
                21_215,
                "Account not authorized to call \(to). Perhaps you need to enable permissions."
            )
        }
        return to
    }

    func from(_ numbers: NumberBook) throws(TwinFailure) -> String {
        guard let from = self.form["From"], !from.isEmpty else {
            throw TwinFailure(400, 21_213, "Caller phone number ('From') is required")
        }
        guard Self.isAddress(from) else {
            throw TwinFailure(400, 21_212, "The 'From' number \(from) is not a valid phone number or Caller ID.")
        }
        guard numbers.mayCall(from: from) else {
            throw TwinFailure(400, 21_210, "'From' phone number not verified: \(from)")
        }
        return from
    }

    /// E.164, or an identity that the voice network knows.
    private static func isAddress(_ text: String) -> Bool {
        switch PhoneAddress(text) {
        case .e164(let number): number.utf8.count > 7
        case .client(let name): !name.isEmpty
        case .sip(let address): address.contains("@") || address.contains(".")
        default: false
        }
    }

    // MARK: What

    /// The first document. `Url` wins over `Twiml`.
    func document() throws(TwinFailure) -> CallRun.DocumentRequest {
        let method = try self.method("Method")
        if let text = self.form["Url"], !text.isEmpty {
            return CallRun.DocumentRequest(url: try Self.url(text, "Url"), method: method)
        }
        guard let text = self.form["Twiml"], !text.isEmpty else {
            throw TwinFailure(400, 21_205, "Url parameter is required.")
        }
        guard text.unicodeScalars.count <= 4000 else {
            throw TwinFailure(400, 32_018, "Twiml has more than 4000 characters")
        }
        return CallRun.DocumentRequest(url: nil, inline: text)
    }

    static func url(_ text: String, _ name: String) throws(TwinFailure) -> WebURL {
        guard let url = WebURL(text), url.scheme.hasPrefix("http") else {
            throw TwinFailure(400, name == "Url" ? 21_205 : 20_001, "\(name) is not a valid URL: \(text)")
        }
        return url
    }

    /// The URL of this name, as it was written; `nil` when there is none.
    func url(_ name: String) throws(TwinFailure) -> String? {
        guard let text = self.form[name], !text.isEmpty else { return nil }
        _ = try Self.url(text, name)
        return text
    }

    func method(_ name: String) throws(TwinFailure) -> WebhookMethod {
        guard let text = self.form[name], !text.isEmpty else { return .post }
        guard let method = WebhookMethod(rawValue: text.uppercased()) else {
            throw .invalid(name, "\(text) is neither GET nor POST")
        }
        return method
    }

    func number(_ name: String, in range: ClosedRange<Int>, else code: Int = 20_001) throws(TwinFailure) -> Int? {
        guard let text = self.form[name], !text.isEmpty else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw TwinFailure(400, code, "\(name) is not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String) throws(TwinFailure) -> Bool {
        switch self.form[name]?.lowercased() {
        case "true": true
        case nil, "", "false": false
        default: throw .invalid(name, "neither true nor false")
        }
    }

    func events() throws(TwinFailure) -> Set<SimulatedCall.Progress> {
        let words = self.form.values(of: "StatusCallbackEvent").flatMap { $0.split(separator: " ") }
        guard !words.isEmpty else { return [.completed] }
        var events: Set<SimulatedCall.Progress> = []
        for word in words {
            guard let event = SimulatedCall.Progress(rawValue: String(word)) else {
                throw .invalid("StatusCallbackEvent", "\(word)")
            }
            events.insert(event)
        }
        return events
    }

    // MARK: How

    func sendDigits() throws(TwinFailure) -> String {
        let digits = self.form["SendDigits"] ?? ""
        guard digits.count <= 32, digits.allSatisfy({ "0123456789ABCD#*wW".contains($0) }) else {
            throw .invalid("SendDigits", "at most 32 of 0-9 A-D # * w W")
        }
        return digits
    }

    func detection() throws(TwinFailure) -> MachineDetection? {
        guard let text = self.form["MachineDetection"], !text.isEmpty else { return nil }
        guard let mode = MachineDetection.Mode(rawValue: text) else {
            throw TwinFailure(400, 21_234, "Invalid MachineDetection: \(text)")
        }
        var detection = MachineDetection(mode: mode)
        if let time = try self.number("MachineDetectionTimeout", in: 3...59, else: 21_263) {
            detection.timeout = .seconds(time)
        }
        if let time = try self.number("MachineDetectionSpeechThreshold", in: 1000...6000, else: 21_263) {
            detection.speechThreshold = .milliseconds(time)
        }
        if let time = try self.number("MachineDetectionSpeechEndThreshold", in: 500...5000, else: 21_263) {
            detection.speechEndThreshold = .milliseconds(time)
        }
        if let time = try self.number("MachineDetectionSilenceTimeout", in: 2000...10_000, else: 21_263) {
            detection.silenceTimeout = .milliseconds(time)
        }
        detection.isAsynchronous = try self.flag("AsyncAmd")
        detection.callback = try self.url("AsyncAmdStatusCallback")
        detection.callbackMethod = try self.method("AsyncAmdStatusCallbackMethod")
        return detection
    }

    /// `Record=true` and what belongs to it.
    func recording() throws(TwinFailure) -> RecordingPlan? {
        guard try self.flag("Record") else { return nil }
        return try self.recordingPlan(source: "OutboundAPI")
    }

    func recordingPlan(source: String) throws(TwinFailure) -> RecordingPlan {
        var plan = RecordingPlan(source: source)
        let tracks = ["inbound", "outbound", "both"]
        plan.track = try self.word("RecordingTrack", of: tracks) ?? "both"
        plan.channels = try self.word("RecordingChannels", of: ["mono", "dual"]) == "dual" ? 2 : 1
        plan.callback = try self.url("RecordingStatusCallback")
        plan.callbackMethod = try self.method("RecordingStatusCallbackMethod")
        let events = self.form.values(of: "RecordingStatusCallbackEvent").flatMap { $0.split(separator: " ") }
        if !events.isEmpty { plan.callbackEvents = Set(events.map(String.init)) }
        return plan
    }

    private func word(_ name: String, of words: [String]) throws(TwinFailure) -> String? {
        guard let text = self.form[name], !text.isEmpty else { return nil }
        guard words.contains(text) else { throw .invalid(name, "none of \(words.joined(separator: ", "))") }
        return text
    }
}
