// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What a ConversationRelay session may say when: a pure value, message in, action out.
///
/// `setup`, then anything (Twilio, "Getting and sending WebSocket messages"). Whatever else comes is an offence: skipped
/// and counted, up to a limit.
struct RelayProtocol {
    enum Phase: Equatable {
        case waitingForSetup
        case open
        case ended
    }

    /// A message that breaks the protocol without ending the session at once.
    enum Offence: String, Sendable, CaseIterable {
        /// No JSON, too deep, too many values, a field missing or of the wrong type.
        case malformedMessage = "malformed_message"
        /// Anything before `setup`.
        case beforeSetup = "before_setup"
    }

    /// Why a session is closed.
    enum Refusal: String, Sendable, CaseIterable {
        case neverSetUp = "never_set_up"
        case setUpTwice = "set_up_twice"
        case invalidSession = "invalid_session"
        case foreignAccount = "foreign_account"
        case foreignCall = "foreign_call"
        case binaryMessage = "binary_message"
        case tooManyOffences = "too_many_offences"
        case tooManyMessages = "too_many_messages"
    }

    enum Action: Equatable {
        case none
        case begin(RelaySessionSID)
        /// The session takes the message.
        case deliver
        case close(Refusal)
    }

    /// Over how many seconds the rate of messages is averaged.
    private static let window = 10

    /// The call the session's token was minted for.
    let call: String
    /// Its account.
    let account: String
    /// The offence that reaches this number ends the session.
    let limit: Int
    /// Messages a second.
    let rate: Int
    private(set) var phase = Phase.waitingForSetup
    private(set) var offences = 0
    /// Messages that may still come in this window, and when it ends.
    private var budget: (left: Int, until: Duration)

    init(call: String, account: String, limit: Int, rate: Int) {
        self.call = call
        self.account = account
        self.limit = limit
        self.rate = rate
        self.budget = (rate * Self.window, .seconds(Self.window))
    }

    /// A message came, whatever is in it. `now` counts from the upgrade. `.none` lets it in.
    mutating func counted(at now: Duration) -> Action {
        if now >= self.budget.until { self.budget = (self.rate * Self.window, now + .seconds(Self.window)) }
        self.budget.left -= 1
        return self.budget.left < 0 ? self.close(.tooManyMessages) : .none
    }

    mutating func received(_ message: RelayMessage) -> Action {
        switch (self.phase, message) {
        case (.ended, _): .none
        case (.waitingForSetup, .setup(let setup)): self.setUp(setup)
        case (.waitingForSetup, _): self.offended(.beforeSetup)
        case (.open, .setup): self.close(.setUpTwice)
        case (.open, .unknown): .none
        case (.open, _): .deliver
        }
    }

    /// A message that breaks the protocol was skipped.
    mutating func offended(_ offence: Offence) -> Action {
        guard self.phase != .ended else { return .none }
        self.offences += 1
        return self.offences >= self.limit ? self.close(.tooManyOffences) : .none
    }

    /// Twilio sends text only.
    mutating func receivedBinary() -> Action {
        self.close(.binaryMessage)
    }

    /// The time for `setup` is over.
    mutating func setupIsDue() -> Action {
        self.phase == .waitingForSetup ? self.close(.neverSetUp) : .none
    }

    /// The socket is gone, or we close it for a reason of ours.
    mutating func ended() {
        self.phase = .ended
    }

    private mutating func setUp(_ setup: RelayMessage.Setup) -> Action {
        guard setup.accountSID.utf8.elementsEqual(self.account.utf8) else { return self.close(.foreignAccount) }
        guard setup.callSID.utf8.elementsEqual(self.call.utf8) else { return self.close(.foreignCall) }
        guard let session = RelaySessionSID(setup.sessionID) else { return self.close(.invalidSession) }
        self.phase = .open
        return .begin(session)
    }

    private mutating func close(_ refusal: Refusal) -> Action {
        guard self.phase != .ended else { return .none }
        self.phase = .ended
        return .close(refusal)
    }
}
