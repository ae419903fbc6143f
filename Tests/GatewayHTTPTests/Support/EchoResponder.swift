// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Says what it heard.
struct EchoResponder: Responder {
    var hints: SpeechHints { SpeechHints() }

    func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
        .answer(Reply(text: "You said \(turn.text)", source: "echo"))
    }
}
