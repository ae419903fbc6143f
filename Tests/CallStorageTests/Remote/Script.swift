// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Foundation

/// Events of one call, and how the shared store would tell of them.
struct Script {
    let call: CallID
    private var count: Int

    /// `number` names the call; events of different calls have different names.
    init(_ number: Int = 1) {
        self.call = CallID("CA\(number)")
        self.count = number * 1_000
    }

    var info: CallInfo {
        CallInfo(
            id: self.call,
            account: "AC1",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: Date(timeIntervalSince1970: 1_700_000_000)
        )
    }

    /// The next event, a second after the one before, or so many seconds after the start.
    mutating func event(_ kind: CallEvent.Kind, at seconds: Double? = nil) -> CallEvent {
        self.count += 1
        let digits = String(self.count)
        return CallEvent(
            id: EventID(
                rawValue: "0190a0b0-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
            ),
            call: self.call,
            time: Date(timeIntervalSince1970: 1_700_000_000 + (seconds ?? Double(self.count % 1_000))),
            kind: kind
        )
    }

    mutating func received() -> CallEvent { self.event(.received(self.info)) }

    mutating func spoken(_ text: String, at seconds: Double? = nil) -> CallEvent {
        let line = SpokenLine(speaker: .caller, text: text, start: .zero, end: .seconds(1), source: "test")
        return self.event(.spoken(line), at: seconds)
    }

    /// Events as a store has them that took them in this order.
    static func stored(_ events: [CallEvent]) throws -> (fold: CallFold, events: [StoredCallEvent]) {
        var fold = try CallFold.begin(with: events[0])
        var stored: [StoredCallEvent] = []
        for event in events { stored.append(fold.append(event, after: stored)) }
        return (fold, stored)
    }

    // MARK: Answers

    static func json(_ folds: [CallFold]) throws -> String {
        "[" + (try folds.map { try StoredJSON.text(StoredCallRow($0)) }).joined(separator: ",") + "]"
    }

    static func json(_ events: [StoredCallEvent]) throws -> String {
        let rows = try events.map { stored in
            var row = StoredEventRow(stored.event)
            row.sequence = stored.sequence
            row.line = stored.line
            return try StoredJSON.text(row)
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    static let written = ScriptedFunctions.Answer.json(#"{"conflict": false}"#)

    static func conflict(_ folds: [CallFold], known: [StoredCallEvent] = []) throws -> ScriptedFunctions.Answer {
        .json(#"{"conflict":true,"known":\#(try Self.json(known)),"calls":\#(try Self.json(folds))}"#)
    }

    static func calls(_ folds: [CallFold]) throws -> ScriptedFunctions.Answer {
        .json(#"{"calls":\#(try Self.json(folds))}"#)
    }

    static func events(_ events: [StoredCallEvent]) throws -> ScriptedFunctions.Answer {
        .json(#"{"events":\#(try Self.json(events))}"#)
    }
}
