// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

// Questions that Twilio asks for us.
extension CallTwiML {
    /// Say it and listen for words and keys. Whatever comes, or nothing, is told to `/gather`.
    func ask(
        _ reply: Reply,
        _ progress: GatherDialogue.Progress,
        policy: DialoguePolicy,
        hints: SpeechHints,
        language: String
    ) -> TwiMLDocument {
        let says = Self.say(reply.text)
        let patience = progress.askedWhetherThere ? policy.goodbyeAfter : policy.stillThereAfter
        return Response {
            Gather(
                action: self.publicURL.url(of: GatewayPath.gather + Self.query(of: progress)),
                method: .post,
                input: .dtmfOrSpeech,
                // A policy may wait for ever on a stream that nobody hears; Twilio always listens.
                timeout: min(patience, .seconds(30)),
                // Whole seconds are taken with every speech model; `auto` is not (13335).
                speechTimeout: .after(.seconds(2)),
                finishOnKey: "",
                numDigits: 1,
                language: SpeechLanguage(rawValue: language),
                hints: Self.phrases(hints),
                bargeIn: policy.bargeIn && reply.isInterruptible,
                actionOnEmptyResult: true
            ) {
                for say in says { say }
            }
            // Should Twilio go on without having asked.
            Redirect(self.publicURL.url(of: GatewayPath.next), method: .post)
        }.document
    }

    private static func query(of progress: GatherDialogue.Progress) -> String {
        "?turns=\(progress.turns)&reprompts=\(progress.reprompts)&asked=\(progress.askedWhetherThere ? 1 : 0)"
    }

    /// What Twilio's recogniser is told of what callers are likely to say: at most 500 phrases of 100 characters.
    private static func phrases(_ hints: SpeechHints) -> [String] {
        let plain = hints.phrases.map { phrase in
            // What stands in a slot is told apart, as phrases of its own.
            phrase.split(separator: " ").filter { !$0.contains("{") }.joined(separator: " ")
        }
        let values = hints.slots.sorted { $0.key < $1.key }.flatMap(\.value)
        var seen: Set<String> = []
        let all = (hints.keywords + plain + values).filter {
            !$0.isEmpty && $0.count <= 100 && seen.insert($0).inserted
        }
        return Array(all.prefix(500))
    }
}
