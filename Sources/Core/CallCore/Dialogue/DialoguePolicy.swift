// SPDX-License-Identifier: Apache-2.0

/// The rules of a conversation: when a turn is over, when to ask again, when to give up and to whom.
public struct DialoguePolicy: Sendable, Hashable {
    /// What a call gets that can have no stream.
    public enum Overflow: String, Sendable, Hashable, Codable, CaseIterable {
        /// The same dialogue with the carrier's ears and voice; ``DialoguePolicy/handover`` when that does not help.
        case gather
        /// ``DialoguePolicy/handover`` at once.
        case handover
    }

    /// Below this confidence (0…1) of the recogniser the caller is asked again.
    public var confidenceFloor: Double
    /// How often in a row the caller is asked again before ``handover``.
    public var repromptLimit: Int
    /// What happens when asking again does not help.
    public var handover: NextStep
    /// What happens to a call that can have no stream, or whose engine failed.
    public var overflow: Overflow
    /// Where a transfer without a number of its own goes.
    public var transferNumber: String?
    /// Whether the caller may cut in on us.
    public var bargeIn: Bool
    /// Silence that ends a turn where the engine does not decide it.
    public var endOfTurnSilence: Duration
    /// Silence of the caller after which we ask whether somebody is there.
    public var stillThereAfter: Duration
    /// Further silence after which we say good-bye.
    public var goodbyeAfter: Duration
    /// The longest a responder may think before the apology.
    public var replyDeadline: Duration
    /// The longest call.
    public var longestCall: Duration
    /// The key that asks for a person; `nil` for none.
    public var operatorDigit: Character?
    /// How long speech that has begun may bring no word before it is taken for noise.
    public var longestUtterance: Duration
    /// How long the last words of a call may take.
    public var longestFarewell: Duration
    /// How long the recogniser may be away before the caller hears ``DialoguePrompts/moment``, once for each time it
    /// is; `nil` for never.
    public var holdingAfter: Duration?

    /// Where a call goes that can have no stream.
    public var overflowStep: NextStep {
        switch self.overflow {
        case .gather: .gather
        case .handover: self.handover
        }
    }

    /// Creates a policy; the defaults suit a small company.
    public init(
        confidenceFloor: Double = 0.4,
        repromptLimit: Int = 2,
        handover: NextStep = .voicemail,
        overflow: Overflow = .gather,
        transferNumber: String? = nil,
        bargeIn: Bool = true,
        endOfTurnSilence: Duration = .milliseconds(700),
        stillThereAfter: Duration = .seconds(8),
        goodbyeAfter: Duration = .seconds(8),
        replyDeadline: Duration = .seconds(9),
        longestCall: Duration = .seconds(3600),
        operatorDigit: Character? = "0",
        longestUtterance: Duration = .seconds(15),
        longestFarewell: Duration = .seconds(60),
        holdingAfter: Duration? = nil
    ) {
        self.confidenceFloor = confidenceFloor
        self.repromptLimit = repromptLimit
        self.handover = handover
        self.overflow = overflow
        self.transferNumber = transferNumber
        self.bargeIn = bargeIn
        self.endOfTurnSilence = endOfTurnSilence
        self.stillThereAfter = stillThereAfter
        self.goodbyeAfter = goodbyeAfter
        self.replyDeadline = replyDeadline
        self.longestCall = longestCall
        self.operatorDigit = operatorDigit
        self.longestUtterance = longestUtterance
        self.longestFarewell = longestFarewell
        self.holdingAfter = holdingAfter
    }
}
