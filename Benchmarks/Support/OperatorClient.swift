// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What an operator reads of a server: records and transcripts.
package struct OperatorClient: Sendable {
    /// An answer that is none.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// A transcript as the route gives it.
    package struct Transcript: Decodable, Sendable {
        package struct Line: Decodable, Sendable {
            package struct Word: Decodable, Sendable {
                package let text: String
            }

            package let speaker: String
            package let text: String
            package let words: [Word]
        }

        package let lines: [Line]

        /// The caller's words in order.
        package var callerWords: [String] { self.lines.filter { $0.speaker == "caller" }.flatMap(\.words).map(\.text) }
    }

    /// A call's record, as far as it is needed.
    package struct Record: Decodable, Sendable {
        package let active: Bool
        package let reason: String?
        package let audioLostSeconds: Double
    }

    let port: Int

    /// A client of the server on a port of this machine.
    package init(port: Int) {
        self.port = port
    }

    /// The transcript of a call.
    package func transcript(of sid: String) async throws -> Transcript {
        try await self.fetch(Transcript.self, "calls/\(sid)/transcript?format=json")
    }

    /// The record of a call.
    package func record(of sid: String) async throws -> Record { try await self.fetch(Record.self, "calls/\(sid)") }

    private func fetch<Value: Decodable>(_ type: Value.Type, _ path: String) async throws -> Value {
        guard let url = URL(string: "http://127.0.0.1:\(self.port)/api/\(path)") else { throw URLError(.badURL) }
        let (data, response) = try await URLSession.shared.data(from: url)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200 else { throw Failure(description: "status \(status)") }
        return try JSONDecoder().decode(type, from: data)
    }

    /// The status of a route, and its body.
    package func get(_ path: String) async throws -> (status: Int, body: String) {
        guard let url = URL(string: "http://127.0.0.1:\(self.port)\(path)") else { throw URLError(.badURL) }
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}
