// SPDX-License-Identifier: Apache-2.0

/// What a simulated caller does in a call.
///
/// ``steps`` are what happens while a media stream is open; a second stream of the same call goes on where the first
/// one stopped. The other lists answer the verbs of their name in the order they come; when a list is used up, the
/// caller is silent (``GatherAnswer/nothing``, ``RecordAnswer/nothing``) and dialled people do not answer.
///
/// ```swift
/// let script = CallerScript(steps: [
///     .waitForAgent(), .say("When are you open?"), .waitForAgent(), .hangUp,
/// ])
/// ```
///
/// The same as a file, in YAML or JSON (``init(parsing:)``):
///
/// ```yaml
/// steps:
///   - waitForAgent
///   - say: When are you open?
///   - waitForAgent: { silence: 1, timeout: 30 }
///   - hangUp
/// gathers:
///   - digits: "1"
///   - speech: to the kitchen please
/// dials: [no-answer]
/// records: [7.5]
/// ```
public struct CallerScript: Sendable, Hashable {
    /// What happens while a media stream is open, one after another. After the last step the caller stays on the line
    /// in silence until somebody else ends the call.
    public var steps: [CallerStep]
    /// Answers to `<Gather>`.
    public var gathers: [GatherAnswer]
    /// Answers to `<Record>`.
    public var records: [RecordAnswer]
    /// Outcomes of `<Dial>`.
    public var dials: [DialOutcome]
    /// Hangs up this long after the call began, whatever is going on; `nil` for never.
    public var hangUpAfter: Duration?

    /// A script; the empty one is a caller who says nothing.
    public init(
        steps: [CallerStep] = [],
        gathers: [GatherAnswer] = [],
        records: [RecordAnswer] = [],
        dials: [DialOutcome] = [],
        hangUpAfter: Duration? = nil
    ) {
        self.steps = steps
        self.gathers = gathers
        self.records = records
        self.dials = dials
        self.hangUpAfter = hangUpAfter
    }

    /// A caller who waits for each answer: the greeting, then every sentence and its reply, then hangs up.
    public static func asking(_ sentences: String..., voice: String? = nil) -> Self {
        Self(steps: [.waitForAgent()] + sentences.flatMap { [.say($0, voice: voice), .waitForAgent()] } + [.hangUp])
    }
}
