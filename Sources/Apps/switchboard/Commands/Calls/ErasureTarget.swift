// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GatewayHTTP
import SafeText
import Twilio

/// What is to be erased, in words, and how it is counted and done.
struct ErasureTarget {
    let selection: CallSelection
    /// The target behind "5 calls", its number masked.
    let words: String
    /// What is asked to count it; one call is asked by its name.
    private let query: CallQuery

    /// Calls of one party; `nil` if the text does not name one.
    init?(number: String) {
        guard let address = PhoneAddress.ofOneParty(number) else { return nil }
        self.selection = .address(address)
        self.words = "from or to \(SafeText.terminal(PhoneAddress(address).masked))"
        var query = CallQuery(limit: 500)
        query.address = address
        self.query = query
    }

    init(call: CallID) {
        self.selection = .call(call)
        self.words = "named \(SafeText.terminal(call.rawValue))"
        self.query = CallQuery()
    }

    /// Calls received more than `90d` or `12w` before now; `nil` for anything else.
    init?(olderThan age: String, now: Date) {
        guard let unit = ["d": 1, "w": 7][String(age.suffix(1))], let count = Int(age.dropLast()),
            (1...36_500).contains(count), age.first != "+"
        else { return nil }
        let time = now.addingTimeInterval(Double(count * unit) * -86_400)
        self.selection = .receivedBefore(time)
        self.words = "older than \(count * unit) days"
        var query = CallQuery(limit: 500)
        query.receivedBefore = time
        self.query = query
    }

    /// How many there are: those that are over, which would be erased, and those that go on.
    func count(in store: any CallReading) async throws -> (over: Int, active: Int) {
        if case .call(let id) = self.selection {
            guard let call = try await store.call(id) else { return (0, 0) }
            return call.isActive ? (0, 1) : (1, 0)
        }
        var query = self.query
        var (over, active) = (0, 0)
        while true {
            let page = try await store.calls(query)
            active += page.calls.count(where: \.isActive)
            over += page.calls.count { !$0.isActive }
            guard let next = page.next else { return (over, active) }
            query.cursor = next
        }
    }

    /// Erases a hundred at a time, so that a server on the same file never waits long.
    func erase(in store: any CallErasing) async throws -> Int {
        var erased = 0
        while true {
            let count = try await store.erase(self.selection, limit: 100)
            guard count > 0 else { return erased }
            erased += count
        }
    }
}
