// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

/// Wherever a stream breaks, its events say what an uninterrupted conversation would know.
@Suite(.timeLimit(.minutes(2)))
struct RememberedConversationTests {
    @Test(arguments: 0..<4)
    func isKnownFromItsEventsAsWellAsFromWithin(block: Int) {
        var steps = 0
        var questions = 0
        for number in 0..<80 {
            let seed = UInt64(block * 80 + number)
            var conversation = RememberedConversation(seed: seed)
            for step in 0..<60 where !conversation.isOver {
                conversation.step()
                guard !conversation.isOver else { break }
                steps += 1
                if let difference = conversation.difference {
                    Issue.record("seed \(seed), step \(step): \(difference); \(conversation.kinds.suffix(8))")
                    return
                }
                let machine = conversation.resumed
                switch machine.state {
                case .thinking: questions += 1
                case .speaking(let speech): #expect(speech.reply.text != DialoguePrompts().greeting)
                case .closing: break
                case .waiting, .listening, .finished: Issue.record("seed \(seed): it says nothing")
                }
            }
        }
        #expect(steps > 1_000 && questions > 250, "\(steps) steps, \(questions) questions")
    }
}
