// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Synchronization

/// A store with many calls that takes no room: they are made up as they are read.
final class EndlessStore: CallStore {
    private struct State {
        var pages = 0
        var read = 0
        var readers = 0
        var mostReaders = 0
    }

    let count: Int
    private let text: String
    private let failsAt: Int?
    private let state = Mutex(State())

    /// `textBytes` is the length of the line of each call; reading the call with the number `failsAt` fails.
    init(calls: Int, textBytes: Int = 20, failsAt: Int? = nil) {
        self.count = calls
        self.text = String(repeating: "word ", count: max(1, textBytes / 5))
        self.failsAt = failsAt
    }

    /// Pages that were asked for.
    var pages: Int { self.state.withLock { $0.pages } }
    /// Calls whose events were read.
    var read: Int { self.state.withLock { $0.read } }
    /// Calls that were read at the same time.
    var mostReaders: Int { self.state.withLock { $0.mostReaders } }

    static func id(_ number: Int) -> CallID {
        let digits = String(number)
        return CallID("CA" + String(repeating: "0", count: 32 - digits.count) + digits)
    }

    private func info(_ number: Int) -> CallInfo {
        CallInfo(
            id: Self.id(number),
            account: "AC",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: Date(timeIntervalSince1970: 1_700_000_000 - Double(number))
        )
    }

    func calls(_ query: CallQuery) async throws -> CallPage {
        self.state.withLock { $0.pages += 1 }
        let begin = query.cursor.flatMap { Int($0) } ?? 0
        let end = min(begin + query.limit, self.count)
        let calls = (begin..<end).map { number in
            var record = CallRecord(info: self.info(number))
            record.lines = 1
            return record
        }
        return CallPage(calls: calls, next: end < self.count ? "\(end)" : nil)
    }

    func events(of id: CallID) async throws -> [StoredCallEvent] {
        let number = Int(id.rawValue.dropFirst(2)) ?? -1
        self.state.withLock { state in
            state.read += 1
            state.readers += 1
            state.mostReaders = max(state.mostReaders, state.readers)
        }
        defer { self.state.withLock { $0.readers -= 1 } }
        if number == self.failsAt { throw StoreError(.unavailable, "gone in the middle") }
        let info = self.info(number)
        let line = SpokenLine(speaker: .caller, text: self.text, start: .seconds(1), end: .seconds(2), source: "test")
        let event = CallEvent(id: EventID(rawValue: "\(number)"), call: id, time: info.receivedAt, kind: .spoken(line))
        return [StoredCallEvent(event: event, sequence: 1, line: 1)]
    }

    func call(_ id: CallID) async throws -> CallRecord? { nil }
    func call(orderedAs order: String) async throws -> CallRecord? { nil }
    func transcript(of id: CallID) async throws -> [TranscriptLine] { [] }
    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        TranscriptMatches(matches: [], next: nil)
    }
    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        events.map { StoredCallEvent(event: $0, sequence: 1, line: nil) }
    }
    func erase(_ selection: CallSelection, limit: Int) async throws -> Int { 0 }
    func ping() async throws {}
}
