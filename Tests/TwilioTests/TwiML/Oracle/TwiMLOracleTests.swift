// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

/// Every document is also written by Twilio's own Python library, and both are the same to an XML parser.
@Suite(.enabled(if: OfficialPython.version != nil, "needs python3 with the package twilio"))
struct TwiMLOracleTests {
    /// What Twilio's library can do and this one leaves out, and why.
    static let exceptions = [
        "Connect.autopilot.name": "Autopilot has been switched off by Twilio.",
        "VoiceResponse.prompt": "Only in Pay, where its page has it.",
        "VoiceResponse.queue": "Only in Dial, where its page has it.",
    ]

    @Test func writesTheSameDocumentsAsTwilio() throws {
        let answer = try #require(try OfficialPython.answer(to: OracleDocument.all.map(\.python)))
        #expect(answer.documents.count == OracleDocument.all.count)
        for (document, official) in zip(OracleDocument.all, answer.documents) {
            let theirs = try #require(XMLTree.parse(Array(official.utf8)))
            let ours = try #require(XMLTree.parse(document.response.document.bytes))
            #expect(ours == theirs, "\(document.name)")
        }
    }

    /// The library is asked what it can do, so a parameter that nobody thought of is found.
    @Test func coversEveryParameterOfEveryMethod() throws {
        let answer = try #require(try OfficialPython.answer(to: OracleDocument.all.map(\.python)))
        #expect(answer.known.count > 500)
        let isException = { (parameter: String) in
            Self.exceptions.keys.contains { parameter == $0 || parameter.hasPrefix($0 + ".") }
        }
        let missing = Set(answer.known).subtracting(answer.used).filter { !isException($0) }
        #expect(missing.isEmpty, "neither covered nor an exception: \(missing.sorted())")
        for exception in Self.exceptions.keys {
            let applies = answer.known.contains { $0 == exception || $0.hasPrefix(exception + ".") }
            #expect(applies, "\(exception) is no longer needed")
        }
    }

    /// The checks have nothing against any of the documents, in which everything is used as it is meant.
    @Test(arguments: OracleDocument.all) func findsNoProblems(document: OracleDocument) {
        #expect(document.response.problems() == [])
    }
}
