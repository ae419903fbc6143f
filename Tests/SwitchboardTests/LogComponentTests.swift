// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry
import Testing

@testable import switchboard

/// Who sets a level for a part that is not there has made a mistake, and would wait for its lines.
struct LogComponentTests {
    @Test func readsTheLevelsOfAllParts() throws {
        let text = "info," + LogComponent.allCases.map { "\($0.rawValue)=debug" }.joined(separator: ",")
        let levels = try LogComponent.levels(text)
        #expect(LogComponent.allCases.allSatisfy { levels.level(for: $0.rawValue) == .debug })
        #expect(try LogComponent.levels("warn").level(for: "Calls") == .warning)
    }

    @Test(arguments: [
        ("Calss", LogComponent.calls), ("calls", .calls), ("Gatewy", .gateway), ("STORE", .store), ("Twillio", .twilio),
        ("Telemetri", .telemetry), ("Speach", .speech), ("Sever", .server), ("Call", .calls),
    ])
    func guessesWhichPartIsMeant(word: String, part: LogComponent) throws {
        #expect(LogComponent.nearest(to: word) == part)
        let error = #expect(throws: TelemetryError.self) { try LogComponent.levels("info,\(word)=debug") }
        #expect(error?.code == .invalidLogLevels)
        #expect(
            error?.message
                == "\"\(word)\" is no part of the server that logs; did you mean \(part.rawValue)? "
                + "There are Calls, Gateway, Server, Speech, Store, Telemetry, Twilio."
        )
    }

    @Test func guessesNothingWhereNothingIsAlike() {
        let word = "org.example.database" + String(repeating: "x", count: 5_000)
        #expect(LogComponent.nearest(to: word) == nil)
        let error = #expect(throws: TelemetryError.self) { try LogComponent.levels("\(word)=debug") }
        #expect(error?.message.contains("did you mean") == false && (error?.message.count ?? 0) < 200)
    }

    @Test func theSettingSaysTheSame() throws {
        let complaint = try #require(Setting.logLevel.complaint(about: "info,Calss=debug"))
        #expect(complaint.contains("info,Calss=debug") && complaint.contains("did you mean Calls?"))
        #expect(Setting.logLevel.complaint(about: "info,Calls=debug") == nil)
        #expect(Setting.logLevel.complaint(about: "loud")?.contains("trace, debug, info") == true)
    }
}
