// SPDX-License-Identifier: Apache-2.0

/// Somebody who can be called: by `<Dial>` and by the REST API.
///
/// ```swift
/// twilio.callees["+15005550010"] = .human(after: .seconds(2), talking: .seconds(8))
/// twilio.callees["+15005550011"] = .machine(greeting: .seconds(6))
/// twilio.callees["+15005550012"] = .busy
/// ```
public struct SimulatedCallee: Sendable, Hashable {
    /// Who or what picks up, or why nobody does.
    public enum Answer: Sendable, Hashable {
        /// A person, who says hello for so long.
        case human(hello: Duration)
        /// An answering machine with a greeting of that length, and a beep after it or not.
        case machine(greeting: Duration, beeps: Bool)
        /// A fax machine.
        case fax
        /// Somebody picks up and says nothing.
        case silence
        /// The line is busy.
        case busy
        /// Nobody picks up.
        case noAnswer
        /// The number cannot be reached.
        case failed
        /// A carrier refuses the call.
        case rejected
    }

    /// Who or what picks up.
    public var answer: Answer
    /// How long it rings before that.
    public var rings: Duration
    /// How long this side stays connected with another person before it hangs up; `nil`: until somebody else ends it.
    public var talks: Duration?
    /// What this side does: ``CallerScript/steps`` while connected with a person or a media stream, the rest at the
    /// verbs of the document it is given.
    public var script: CallerScript

    /// Somebody who can be called.
    public init(_ answer: Answer, rings: Duration = .seconds(2), talks: Duration? = nil, script: CallerScript = .init())
    {
        self.answer = answer
        self.rings = rings
        self.talks = talks
        self.script = script
    }

    /// A person who picks up, says hello, and does what the script says.
    public static func human(
        after rings: Duration = .seconds(2),
        talking talks: Duration? = nil,
        script: CallerScript = CallerScript()
    ) -> Self {
        Self(.human(hello: .seconds(1)), rings: rings, talks: talks, script: script)
    }

    /// An answering machine.
    public static func machine(
        after rings: Duration = .seconds(2),
        greeting: Duration = .seconds(5),
        beeps: Bool = true
    ) -> Self {
        Self(.machine(greeting: greeting, beeps: beeps), rings: rings)
    }

    /// A fax machine.
    public static let fax = Self(.fax)
    /// Busy.
    public static let busy = Self(.busy, rings: .seconds(1))
    /// Never picks up.
    public static let noAnswer = Self(.noAnswer)
    /// Not to be reached.
    public static let failed = Self(.failed, rings: .seconds(1))
    /// Refused by a carrier.
    public static let rejected = Self(.rejected, rings: .seconds(1))
}
