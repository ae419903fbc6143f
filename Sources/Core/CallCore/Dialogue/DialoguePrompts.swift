// SPDX-License-Identifier: Apache-2.0

/// The fixed sentences of a dialogue.
public struct DialoguePrompts: Sendable, Hashable {
    /// Said first.
    public var greeting: String
    /// Asked when nothing was understood: the first time the first, then the second; the last one repeats.
    public var sayAgain: [String]
    /// Asked when the caller is silent.
    public var stillThere: String
    /// Said before hanging up.
    public var goodbye: String
    /// Said before connecting with a person.
    public var transferring: String
    /// Said before taking a message.
    public var voicemail: String
    /// Said when something of ours failed.
    public var apology: String
    /// Said after the stream was broken and taken up again.
    public var resumed: String
    /// Said when all lines are busy.
    public var busy: String
    /// Said before the caller is put on hold.
    public var hold: String
    /// Said when the call is taken up again after a hold.
    public var unheld: String
    /// Said while the recogniser is away, where ``DialoguePolicy/holdingAfter`` asks for it.
    public var moment: String

    /// Creates the prompts; every one has an English default.
    public init(
        greeting: String = "Hello. How can I help you?",
        sayAgain: [String] = [
            "Sorry, I did not get that. Please say that again.",
            "I still did not understand. Could you say it in other words?",
        ],
        stillThere: String = "Are you still there?",
        goodbye: String = "Thank you for calling. Goodbye.",
        transferring: String = "One moment, I am connecting you.",
        voicemail: String = "Please leave a message after the tone.",
        apology: String = "I am sorry, something went wrong on our side.",
        resumed: String = "Sorry, we were cut off. Please go on.",
        busy: String = "All our lines are busy right now. Please call again in a few minutes.",
        hold: String = "Please hold the line.",
        unheld: String = "Thank you for holding. How can I help you?",
        moment: String = "One moment, please."
    ) {
        self.greeting = greeting
        self.sayAgain = sayAgain
        self.stillThere = stillThere
        self.goodbye = goodbye
        self.transferring = transferring
        self.voicemail = voicemail
        self.apology = apology
        self.resumed = resumed
        self.busy = busy
        self.hold = hold
        self.unheld = unheld
        self.moment = moment
    }
}
