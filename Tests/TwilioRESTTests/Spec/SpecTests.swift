// SPDX-License-Identifier: Apache-2.0

import Resilience
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Compares every request the client can make with Twilio's own description of its API.
@Suite struct SpecTests {
    private static func requests() async throws -> [ScriptedServer.Request] {
        var configuration = Stage.configuration()
        configuration.retries = .never
        return try await Stage.perform(configuration) { _, _, _ in
            .answer(418, "{}")
        } _: { stage in
            try await EveryRequest.perform(stage.client)
            return stage.server.requests
        }
    }

    @Test func everyRequestIsOneThatTwilioDescribes() async throws {
        let requests = try await Self.requests()
        var seen: Set<String> = []
        for request in requests {
            let operation = try #require(
                SpecOperation.matching(request, account: Stage.account),
                "Twilio has no \(request.method) \(request.target)"
            )
            seen.insert(operation.name)
            let problems =
                request.method == "POST"
                ? operation.problems(try request.form()) : operation.problems(try request.query())
            #expect(problems == [], "\(request.target)")
            #expect(request.method != "POST" || !request.target.contains("?"))
        }
        // Nothing in the table is there for nothing.
        #expect(Set(SpecOperation.all.map(\.name)) == seen)
    }

    /// What the client leaves out on purpose, besides page numbers, which it never makes up.
    private static let leftOut: Set<String> = [
        "GET Calls.json StartTime", "GET Calls.json EndTime", "GET Recordings.json DateCreated",
        "GET Calls/{CA}/Recordings.json DateCreated", "GET Calls/{CA}/Recordings.json DateCreated<",
        "GET Calls/{CA}/Recordings.json DateCreated>", "GET Calls/{CA}/Recordings.json PageSize",
        "GET Recordings/{RE}.json IncludeSoftDeleted", "GET Messages.json DateSent",
        "POST IncomingPhoneNumbers/{PN}.json AccountSid", "POST IncomingPhoneNumbers/{PN}.json ApiVersion",
        "POST IncomingPhoneNumbers/{PN}.json EmergencyStatus",
        "POST IncomingPhoneNumbers/{PN}.json EmergencyAddressSid",
        "POST IncomingPhoneNumbers/{PN}.json IdentitySid", "POST IncomingPhoneNumbers/{PN}.json AddressSid",
        "POST IncomingPhoneNumbers/{PN}.json BundleSid", "GET Queues.json PageSize",
        "GET Queues/{QU}/Members.json PageSize", "GET Conferences.json DateCreated", "GET Conferences.json DateUpdated",
        "POST Conferences/{CF}.json AnnounceUrl", "POST Conferences/{CF}.json AnnounceMethod",
        "GET Conferences/{CF}/Participants.json Muted", "GET Conferences/{CF}/Participants.json Hold",
        "GET Conferences/{CF}/Participants.json Coaching", "GET Conferences/{CF}/Participants.json PageSize",
    ]

    @Test func everyParameterThatTwilioDescribesCanBeSent() async throws {
        var sent: Set<String> = []
        for request in try await Self.requests() {
            guard let operation = SpecOperation.matching(request, account: Stage.account) else { continue }
            for parameter in try request.method == "POST" ? request.form() : request.query() {
                let name = parameter.name.replacing(/^Parameter(\d+)\./, with: "Parameter#.")
                sent.insert("\(operation.name) \(name)")
            }
        }
        let described = Set(
            SpecOperation.all.flatMap { operation in operation.fields.map { "\(operation.name) \($0.name)" } }
        )
        let missing = described.subtracting(sent).filter { !$0.hasSuffix(" Page") && !$0.hasSuffix(" PageToken") }
        #expect(missing == Self.leftOut)
    }

    @Test func theTableFindsWhatIsWrong() throws {
        let create = try #require(SpecOperation.all.first { $0.name == "POST Calls.json" })
        #expect(create.problems(["To": "+1", "From": "+1", "Timeout": "ten"]).count == 1)
        #expect(create.problems(["To": "+1"]) == ["POST Calls.json lacks From"])
        #expect(create.problems(["To": "+1", "From": "+1", "Colour": "red"]).count == 1)
        #expect(create.problems(["To": "+1", "From": "+1", "To": "+2"]).count == 1)
        #expect(create.problems(["To": "+1", "From": "+1", "StatusCallbackEvent": "gone"]).count == 1)
    }
}
