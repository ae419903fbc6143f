// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `doctor store` found.
struct StoreReport: Encodable {
    /// An event that the shared store would not take.
    struct Refusal: Encodable {
        let call: String
        let event: String
        let time: Date
        let reason: String

        init(_ refusal: OutboxRefusal) {
            self.call = refusal.entry.event.call.rawValue
            self.event = refusal.entry.event.id.rawValue
            self.time = refusal.time
            self.reason = refusal.reason
        }
    }

    let journal: String
    let store: String
    /// The journal's size.
    var bytes: Int?
    var journalProblem: String?
    var sharedProblem: String?
    /// Events that are not delivered yet.
    var waiting: Int?
    var oldest: Date?
    /// Events that were set aside.
    var aside: Int?
    var refusals: [Refusal] = []
    /// Events that are to be delivered again.
    var takenBack: Int?

    init(journal: String, store: String) {
        self.journal = journal
        self.store = store
    }

    /// Whether nothing has to be done.
    var isFine: Bool { self.journalProblem == nil && self.sharedProblem == nil && (self.aside ?? 0) == 0 }

    /// The report for people.
    var lines: [String] {
        var lines = ["journal  \(self.journal): \(self.journalProblem ?? self.size)"]
        if self.store != "sqlite" {
            lines.append("store    \(self.store): \(self.sharedProblem ?? "answers, with the tables of this version")")
        }
        if let waiting {
            lines.append(
                "waiting  \(waiting) events\(self.oldest.map { ", the oldest since \($0.formatted(.iso8601))" } ?? "")"
            )
        }
        if let aside {
            lines.append("aside    \(aside) events that the store would not take")
            lines += self.refusals.map {
                "         \($0.call) \($0.event) \($0.time.formatted(.iso8601)): \($0.reason)"
            }
            if aside > 0, self.takenBack == nil {
                lines.append("         mend what the reasons name, then: switchboard doctor store --retry")
            }
        }
        if let takenBack { lines.append("retry    \(takenBack) events are delivered again") }
        return lines
    }

    private var size: String { self.bytes.map { "fine, \($0 / 1_024) kB" } ?? "fine" }
}
