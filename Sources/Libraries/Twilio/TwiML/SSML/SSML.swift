// SPDX-License-Identifier: Apache-2.0

/// Instructions of the Speech Synthesis Markup Language inside ``Say``.
///
/// ```swift
/// Say(voice: .polly("Joanna", .neural)) {
///     "Your table is booked for "
///     SSML.SayAs("2026-12-24", interpretation: .date, format: .yearMonthDay)
///     SSML.Break(time: .milliseconds(500))
///     SSML.Prosody(rate: .slow) { "We look forward to it." }
/// }
/// ```
///
/// Text and instructions may be mixed; white space is kept, nothing is added. Only voices of Polly and Google know
/// SSML. See <https://www.twilio.com/docs/voice/twiml/say/text-speech>.
public enum SSML {}
