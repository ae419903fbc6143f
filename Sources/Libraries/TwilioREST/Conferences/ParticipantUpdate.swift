// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// A change of a participant; what is `nil` stays as it is.
public struct ParticipantUpdate: Sendable, Hashable {
    /// Whether the others do not hear it.
    public var isMuted: Bool?
    /// Whether it neither hears nor is heard.
    public var isOnHold: Bool?
    /// What it hears on hold: TwiML or audio. Without one it hears Twilio's music.
    public var hold: Callback?
    /// What is played to it now.
    public var announcement: Callback?
    /// What it hears while it waits for the conference to begin.
    public var wait: Callback?
    /// Whether the others hear a beep when it leaves.
    public var beepsOnExit: Bool?
    /// Whether the conference ends when it leaves.
    public var endsConference: Bool?
    /// Whether only one other hears it.
    public var isCoaching: Bool?
    /// That other.
    public var coached: CallSID?

    /// A change of nothing.
    public init() {}

    /// Puts it on hold, or takes it back.
    public static func holding(_ isOnHold: Bool, playing hold: Callback? = nil) -> Self {
        var update = Self()
        update.isOnHold = isOnHold
        update.hold = hold
        return update
    }

    /// Mutes it, or no longer.
    public static func muting(_ isMuted: Bool) -> Self {
        var update = Self()
        update.isMuted = isMuted
        return update
    }
}

extension ParticipantUpdate {
    /// Whether repeating the change would be heard: an announcement is played again.
    var isRepeatable: Bool { self.announcement == nil }

    func form() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("Muted", self.isMuted)
        writer.set("Hold", self.isOnHold)
        writer.set(urlOf: "Hold", self.hold)
        writer.set(urlOf: "Announce", self.announcement)
        writer.set(urlOf: "Wait", self.wait)
        writer.set("BeepOnExit", self.beepsOnExit)
        writer.set("EndConferenceOnExit", self.endsConference)
        writer.set("Coaching", self.isCoaching)
        writer.set("CallSidToCoach", self.coached)
        guard !writer.form.isEmpty else {
            throw TwilioRESTError(.invalidRequest, "The change of the participant is empty.")
        }
        return writer.form
    }
}
