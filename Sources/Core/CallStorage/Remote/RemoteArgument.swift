// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the functions of the shared store are given. Keys that are left out mean no condition.
enum RemoteArgument {
    /// `switchboard_version`.
    struct Nothing: Encodable {}

    /// `switchboard_folds`.
    struct Folds: Encodable {
        var calls: [String]
    }

    /// `switchboard_call`.
    struct Call: Encodable {
        var id: String?
        var order: String?
    }

    /// A call to be written, and how many events it is expected to have; for `switchboard_append`.
    struct ExpectedCall: Encodable {
        private enum Key: String, CodingKey {
            case expectedEvents = "expected_events"
        }

        var row: StoredCallRow
        var expected: Int

        func encode(to encoder: any Encoder) throws {
            try self.row.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(self.expected, forKey: .expectedEvents)
        }
    }

    /// The last entry of the page before.
    struct Place: Encodable {
        var time: Int64
        var id: String
    }

    /// `switchboard_calls`.
    struct Calls: Encodable {
        var limit: Int
        var after: Place?
        var isActive: Bool?
        var receivedFrom: Int64?
        var receivedBefore: Int64?
        var address: String?
        var direction: String?
        var status: String?
        var result: String?

        enum CodingKeys: String, CodingKey {
            case limit, after
            case isActive = "is_active"
            case receivedFrom = "received_from"
            case receivedBefore = "received_before"
            case address, direction, status, result
        }

        init(_ query: CallQuery, limit: Int, after: CallCursor?) {
            self.limit = limit
            self.after = after.map { Place(time: time($0.time), id: String(decoding: $0.id, as: UTF8.self)) }
            self.isActive = query.isActive
            self.receivedFrom = query.receivedFrom.map { time($0.microseconds) }
            self.receivedBefore = query.receivedBefore.map { time($0.microseconds) }
            self.address = query.address
            self.direction = query.direction?.rawValue
            self.status = query.status?.rawValue
            self.result = query.result?.rawValue
        }
    }

    /// `switchboard_events`.
    struct Events: Encodable {
        var call: String
        var after: Int
        var limit: Int
        var kind: String?
    }

    /// `switchboard_search`.
    struct Search: Encodable {
        struct Word: Encodable {
            var text: String
            var isPrefix: Bool

            enum CodingKeys: String, CodingKey {
                case text
                case isPrefix = "is_prefix"
            }
        }

        var words: [Word]
        var limit: Int
        var after: Place?
        var speaker: String?
        var from: Int64?
        var before: Int64?

        init(_ query: TranscriptQuery, _ words: [SearchText.Word], limit: Int, after: TranscriptCursor?) {
            self.words = words.map { Word(text: $0.text, isPrefix: $0.isPrefix) }
            self.limit = limit
            self.after = after.map { Place(time: time($0.time), id: $0.id.rawValue) }
            self.speaker = query.speaker?.rawValue
            self.from = query.from.map { time($0.microseconds) }
            self.before = query.before.map { time($0.microseconds) }
        }
    }

    /// `switchboard_erase`.
    struct Erase: Encodable {
        var limit: Int
        var call: String?
        var address: String?
        var receivedBefore: Int64?

        enum CodingKeys: String, CodingKey {
            case limit, call, address
            case receivedBefore = "received_before"
        }

        init(_ selection: CallSelection, limit: Int) {
            self.limit = limit
            switch selection {
            case .call(let id): self.call = id.rawValue
            case .address(let address): self.address = address
            case .receivedBefore(let date): self.receivedBefore = time(date.microseconds)
            }
        }
    }

    /// A moment to compare with, within what PostgreSQL's `timestamptz` can hold: from 4714 BC to the year 294276.
    private static func time(_ microseconds: Int64) -> Int64 {
        max(-210_866_803_200_000_000, min(microseconds, 9_000_000_000_000_000_000))
    }
}
