// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite(.timeLimit(.minutes(1)))
struct RandomConversationTests {
    @Test(arguments: 0..<8)
    func keepsEveryRuleInThousandsOfConversations(block: Int) {
        var finished = 0
        for number in 0..<3000 {
            let seed = UInt64(block * 3000 + number)
            var conversation = RandomConversation(seed: seed)
            conversation.walk(steps: 10 + number % 60)
            if conversation.isFinished { finished += 1 }
            if number % 2 == 0 { conversation.fallsSilent() } else { conversation.onlyTimePasses() }
            if let violation = conversation.violation {
                Issue.record("seed \(seed): \(violation)")
                return
            }
        }
        // The walks are worth something only if many end in the middle and many do not.
        #expect((300...2700).contains(finished), "\(finished)")
    }
}
