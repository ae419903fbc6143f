// SPDX-License-Identifier: Apache-2.0

import CallCore
import FAQDialogue
import Foundation

/// The shipped example, read from where it is shipped.
enum Restaurant {
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Apps/switchboard/Resources/restaurant.yaml").path

    static func file() throws -> FAQFile { try FAQFile(contentsOf: Self.path) }

    static func responder() throws -> FAQResponder { try FAQResponder(file: Self.file()) }
}

extension FAQResponder {
    /// The id of the question that is answered, or `nil` when nothing was understood.
    func question(_ text: String, history: [DialogueContext.Exchange] = []) async throws -> String? {
        try await self.reply(text, history: history).map { String($0.source.dropFirst("faq:".count)) }
    }

    func reply(_ text: String, history: [DialogueContext.Exchange] = []) async throws -> Reply? {
        let utterance = Utterance(text: text, start: .zero, end: .seconds(1), confidence: 0.9)
        let info = CallInfo(
            id: CallID("CA00000000000000000000000000000001"),
            account: "AC00000000000000000000000000000001",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: Date(timeIntervalSince1970: 0)
        )
        let turn = CallerTurn(number: history.count + 1, utterances: [utterance])
        switch try await self.respond(to: turn, in: DialogueContext(call: info, history: history)) {
        case .answer(let reply): return reply
        case .notUnderstood: return nil
        }
    }
}
