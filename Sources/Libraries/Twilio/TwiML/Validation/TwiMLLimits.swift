// SPDX-License-Identifier: Apache-2.0

/// The limits Twilio sets for TwiML, as far as it has published them.
///
/// Characters are counted as UTF-16 units, the strictest reading. See <https://www.twilio.com/docs/voice/twiml> and the
/// error dictionary at <https://www.twilio.com/docs/api/errors>.
public enum TwiMLLimits {
    /// Characters of a ``Say``, without markup.
    public static let say = 4_096
    /// Characters of a ``Say`` with a voice of Polly, without markup.
    public static let sayWithPolly = 3_000
    /// Bytes of a ``Say`` once it is encoded as in a form: a letter with an accent costs 6, an emoji 12.
    public static let encodedSay = 4_500
    /// The longest ``SSML/Break``.
    public static let ssmlBreak = Duration.seconds(10)
    /// Phrases in the hints of ``Gather``.
    public static let hints = 500
    /// Characters of one hint.
    public static let hint = 100
    /// Characters of a ``Parameter``, name and value together, have to stay below this.
    public static let parameter = 500
    /// Characters of the label of a participant of a ``Conference``.
    public static let participantLabel = 128
    /// Participants of a ``Conference``.
    public static let participants = 250
    /// Characters of the name of a queue.
    public static let queueName = 64
    /// Characters of the reason of a ``Dial``.
    public static let callReason = 50
    /// Nouns that one ``Dial`` rings at once.
    public static let simultaneousNouns = 10
    /// The longest ringing of a ``Dial``.
    public static let ringing = Duration.seconds(600)
    /// The longest recording of ``Record``, for accounts that have it.
    public static let recording = Duration.seconds(86_400)
    /// The longest recording that Twilio transcribes.
    public static let transcribedRecording = Duration.seconds(120)
    /// Characters of the headers in a SIP address.
    public static let sipHeaders = 1_024
}
