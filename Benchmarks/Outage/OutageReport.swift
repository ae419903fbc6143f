// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import Foundation
import SwitchboardTesting

/// What came of a run.
struct OutageReport: Encodable, CustomStringConvertible {
    let faults: String
    let ledger: WordLedger
    let connections: Int
    let mostConnectsInASecond: Int
    let refusedAttempts: Int
    let violations: [String: Int]
    let cpuSeconds: Double
    let memoryMegabytes: Int
    let complaints: [String: Int]

    init(
        faults: String,
        ledger: WordLedger,
        deepgram: SimulatedDeepgram,
        cpuSeconds: Double,
        memory: Int,
        complaints: [String: Int]
    ) {
        let attempts = deepgram.attempts.map { $0.at / .seconds(1) }.sorted()
        self.faults = faults
        self.ledger = ledger
        self.connections = deepgram.connections.count
        self.mostConnectsInASecond = Self.most(of: attempts)
        self.refusedAttempts = attempts.count - deepgram.connections.count
        self.violations = deepgram.violations.reduce(into: [:]) { $0["\($1.violation.kind)", default: 0] += 1 }
        self.cpuSeconds = cpuSeconds
        self.memoryMegabytes = memory >> 20
        self.complaints = complaints
    }

    /// Whether nothing was lost.
    var isGood: Bool {
        // What is left at the hang-up is sent at once, and Deepgram takes it.
        self.ledger.isWhole && self.violations.keys.allSatisfy { $0 == "tooFast" }
    }

    private static func most(of times: [Double]) -> Int {
        var first = 0
        var most = 0
        for (index, time) in times.enumerated() {
            while times[first] < time - 1 { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    var description: String {
        """
        faults        \(self.faults)
        words         \(self.ledger.spoken) spoken, \(self.ledger.lost) lost, \(self.ledger.doubled) doubled, \
        \(self.ledger.outOfOrder) out of order, \(self.ledger.invented) invented, \
        \(self.ledger.audioLostSeconds) s of audio lost
        connections   \(self.connections), at most \(self.mostConnectsInASecond) attempts in a second, \
        \(self.refusedAttempts) attempts in vain
        violations    \(self.violations.isEmpty ? "none" : "\(self.violations)")
        server        \(self.cpuSeconds) s of CPU, \(self.memoryMegabytes) MB resident
        log           \(self.complaints.isEmpty ? "no warnings" : "\(self.complaints)")
        """ + (self.ledger.examples.isEmpty ? "" : "\nlost          \(self.ledger.examples.joined(separator: ", "))")
    }
}
