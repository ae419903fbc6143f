// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Logging

/// What a call's recognition is to be like.
struct RecognitionOrder {
    var parameters: ListenParameters
    var policy: RecognitionPolicy
    var rules: UtteranceRules
    var logger: Logger
    var random: any RandomNumberGenerator & Sendable
}

extension RecognitionMachine {
    init(_ order: RecognitionOrder) {
        switch order.parameters {
        case .nova:
            self.init(
                policy: order.policy,
                isFlux: false,
                assembler: UtteranceAssembler(rules: order.rules),
                random: order.random
            )
        case .flux:
            self.init(policy: order.policy, isFlux: true, assembler: TurnAssembler(), random: order.random)
        }
    }
}
