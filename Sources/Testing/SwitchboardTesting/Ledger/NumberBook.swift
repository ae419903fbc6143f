// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The telephone numbers of the account, and those of others that it has shown to be its own.
///
/// While the book is empty nobody asks whose a number is; from the first entry on, calls may be made from these numbers
/// only (error 21212, and 13214 in `<Dial>`).
public final class NumberBook: Sendable {
    private struct State {
        var rows = LedgerTable<NumberRow>()
        var verified: Set<String> = []
    }

    private let state = Mutex(State())

    init() {}

    /// Gives the account a number; what it is set to is by the REST API's names, such as `VoiceUrl`.
    ///
    /// - Returns: the number's SID.
    @discardableResult
    public func own(_ number: String, settings: [String: String] = [:]) -> String {
        let sid = SimulatedSID.random("PN")
        var row = NumberRow(sid: sid, number: number)
        row.settings = ["FriendlyName": number, "VoiceMethod": "POST", "VoiceFallbackMethod": "POST"]
            .merging(["StatusCallbackMethod": "POST", "SmsMethod": "POST", "SmsFallbackMethod": "POST"]) { $1 }
            .merging(settings) { $1 }
        let new = row
        self.state.withLock { $0.rows[sid] = new }
        return sid
    }

    /// Lets a number of somebody else's be shown as the caller.
    public func verify(_ number: String) {
        self.state.withLock { _ = $0.verified.insert(number) }
    }

    /// What a number is set to, by the REST API's names; `nil` when the account does not have it.
    public func settings(of number: String) -> [String: String]? {
        self.rows.first { $0.row.number == number }?.row.settings
    }

    /// Whether a call may show this number as its caller.
    func mayCall(from number: String) -> Bool {
        if number.hasPrefix("client:") || number.hasPrefix("sip:") { return true }
        let rows = self.rows
        let verified = self.state.withLock { $0.verified }
        if rows.isEmpty, verified.isEmpty { return true }
        return verified.contains(number) || rows.contains { $0.row.number == number }
    }

    func sid(of number: String) -> String? { self.rows.first { $0.row.number == number }?.row.sid }

    var rows: [(sequence: Int, row: NumberRow)] { self.state.withLock { $0.rows.newestFirst } }

    subscript(sid: String) -> NumberRow? { self.state.withLock { $0.rows[sid] } }

    func update(_ sid: String, _ settings: [String: String]) {
        self.state.withLock { state in
            state.rows.update(sid) { row in
                row.settings.merge(settings) { $1 }
                row.updated = .now
            }
        }
    }
}
