// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Twilio

/// Collects request parameters as the API spells them; what is `nil` is left out, a list is a repeated name.
struct FormWriter {
    private(set) var form: FormParameters = [:]

    mutating func set(_ name: String, _ text: String?) {
        if let text { self.form.append(name, text) }
    }

    mutating func set(_ name: String, _ flag: Bool?) {
        if let flag { self.form.append(name, flag ? "true" : "false") }
    }

    mutating func set(_ name: String, _ number: Int?) {
        if let number { self.form.append(name, "\(number)") }
    }

    mutating func set<Word: TwiMLToken>(_ name: String, _ word: Word?) {
        if let word { self.form.append(name, word.rawValue) }
    }

    mutating func set<Word: TwiMLToken>(_ name: String, _ words: [Word]) {
        for word in words { self.form.append(name, word.rawValue) }
    }

    mutating func set<Kind>(_ name: String, _ sid: SID<Kind>?) {
        if let sid { self.form.append(name, sid.description) }
    }

    mutating func set(_ name: String, _ callback: Callback?) {
        guard let callback else { return }
        self.set(name, callback.url)
        self.set(name + "Method", callback.method)
    }

    /// The pair whose URL has a name of its own, such as `FallbackUrl` and `FallbackMethod`.
    mutating func set(urlOf name: String, _ callback: Callback?) {
        guard let callback else { return }
        self.set(name + "Url", callback.url)
        self.set(name + "Method", callback.method)
    }

    /// Whole seconds within Twilio's limits.
    mutating func set(
        _ name: String,
        seconds: Duration?,
        in range: ClosedRange<Int64>
    ) throws(TwilioRESTError) {
        guard let seconds else { return }
        let whole = seconds.components.seconds
        guard range.contains(whole) else {
            throw TwilioRESTError(.invalidRequest, "\(name) is between \(range.lowerBound) and \(range.upperBound) s.")
        }
        self.form.append(name, "\(whole)")
    }

    /// Whole milliseconds within Twilio's limits.
    mutating func set(
        _ name: String,
        milliseconds: Duration?,
        in range: ClosedRange<Int64>
    ) throws(TwilioRESTError) {
        guard let milliseconds else { return }
        let (seconds, attoseconds) = milliseconds.components
        guard (0...86_400).contains(seconds) else {
            throw TwilioRESTError(.invalidRequest, "\(name) is between \(range.lowerBound) and \(range.upperBound) ms.")
        }
        let whole = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        guard range.contains(whole) else {
            throw TwilioRESTError(.invalidRequest, "\(name) is between \(range.lowerBound) and \(range.upperBound) ms.")
        }
        self.form.append(name, "\(whole)")
    }

    /// The moments a list is limited to; `>` and `<` belong to the names.
    mutating func set(_ name: String, _ span: TimeSpan) {
        self.set(name + ">", span.from.map { ISODate.moment($0) })
        self.set(name + "<", span.to.map { ISODate.moment($0) })
    }

    mutating func setDay(_ name: String, _ span: TimeSpan) {
        self.set(name + ">", span.from.map { ISODate.day($0) })
        self.set(name + "<", span.to.map { ISODate.day($0) })
    }

    /// Twilio answers 20007 for more.
    mutating func setPageSize(_ size: Int?) throws(TwilioRESTError) {
        guard let size else { return }
        guard (1...1_000).contains(size) else {
            throw TwilioRESTError(.invalidRequest, "A page has 1 to 1,000 resources.")
        }
        self.set("PageSize", size)
    }
}
