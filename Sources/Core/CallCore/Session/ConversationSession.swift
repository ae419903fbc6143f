// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore

/// A session that runs a ``Conversation``: an actor on the event loop of the call's socket.
///
/// The extensions perform what ``CallStateMachine`` decides; a conforming session brings what differs between audio and
/// words: how to speak, how to fall silent, how the line is closed.
protocol ConversationSession: LiveCall {
    /// What is the same in all sessions.
    var conversation: Conversation { get }
    /// Where the stream stands, in its own time.
    var position: Duration { get }
    /// How far recognition is behind what was said, because the engine was away.
    var lag: Duration { get }
    /// Whether it is known when the caller had spoken the turn that is answered now.
    var knowsSpeechEnd: Bool { get }
    /// Whose voice it is, for the record.
    var voiceName: String { get }
    /// What the last line in the log says besides the reason.
    var endFacts: Logger.Metadata { get }

    /// Begins a speech; the one before is over.
    func say(_ speech: Speech)

    /// Falls silent at once and tells what was heard; `nil` if nothing was being said.
    func fallSilent() -> (speech: Speech, heard: HeardSpeech)?

    /// Closes the stream in good order.
    func closeLine(next: NextStep)

    /// No more will be heard. Returns whether last words may still come; the session then calls `end()` itself.
    func finishListening() -> Bool

    /// Gives back what only a session that goes on needs. Called once.
    func release()
}

extension ConversationSession {
    var lag: Duration { .zero }

    var knowsSpeechEnd: Bool { true }

    /// How it ends, once that is decided.
    var ending: (termination: CallTermination, next: NextStep)? { self.conversation.ending }

    /// Whether all is over.
    var hasEnded: Bool { self.conversation.hasEnded }

    /// What the responder is told of, with the turn's number.
    var history: [ConversationMemory.Turn] { self.conversation.history }

    /// Where the conversation stands.
    var state: CallStateMachine.State { self.conversation.machine.state }

    var logger: Logger { self.conversation.logger }

    var recorder: CallRecorder { self.conversation.recorder }

    /// Since the stream began.
    var now: Duration { .nanoseconds((self.eventLoop.now - self.conversation.startedAt).nanoseconds) }

    /// Lets the state machine take an event, and performs what it decides.
    func take(_ event: CallStateMachine.Event) {
        let actions = self.conversation.machine.handle(event)
        if event.isOfCaller, actions.contains(.stopSpeaking) { self.noteInterruption() }
        self.conversation.count.enter(self.state)
        self.perform(actions)
    }

    /// Does what an operator wants, as soon as the conversation allows; `false` when the conversation is ending already,
    /// or when too much waits to be said.
    func obey(_ order: StreamOrder) -> Bool {
        guard self.ending == nil, self.state != .waiting else { return false }
        switch order {
        case .say(let text, let interrupts):
            guard self.conversation.machine.takesAnnouncements else { return false }
            self.take(.announce(text, interrupts: interrupts))
        case .leave(let text, let termination, let next):
            self.take(.leave(saying: text, termination, next: next))
        }
        return true
    }
}
