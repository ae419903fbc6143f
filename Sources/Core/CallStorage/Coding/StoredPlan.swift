// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// What was ordered with a call, as it stands in the file.
package struct StoredPlan: Codable {
    package var order: String?
    package var greeting: String?
    package var dialogue: String?
    package var onMachine: String?
    package var message: String?

    enum CodingKeys: String, CodingKey {
        case order, greeting, dialogue
        case onMachine = "on_machine"
        case message
    }

    package init(_ plan: CallPlan) {
        self.order = plan.order
        self.greeting = plan.greeting
        self.dialogue = plan.dialogue
        switch plan.onMachine {
        case .talk: break
        case .hangUp: self.onMachine = "hang_up"
        case .leave(let message):
            self.onMachine = "leave"
            self.message = message
        }
    }

    /// The plan again; what a later version might have a machine told is not known here, so it is talked with.
    package var plan: CallPlan {
        let onMachine: MachinePlan =
            switch self.onMachine {
            case "hang_up": .hangUp
            case "leave": self.message.map { .leave(message: $0) } ?? .talk
            default: .talk
            }
        return CallPlan(
            order: self.order,
            greeting: self.greeting,
            dialogue: self.dialogue,
            onMachine: onMachine
        )
    }
}
