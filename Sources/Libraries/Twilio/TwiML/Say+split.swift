// SPDX-License-Identifier: Apache-2.0

extension Say {
    /// Cuts a text into as many ``Say``s as Twilio's limits need, at the ends of sentences where there are any.
    ///
    /// Where a sentence alone is too long it is cut at a blank, and a word that is too long at a character. Nothing but
    /// white space around the cuts is lost; an empty text gives nothing.
    public static func split(_ text: String, voice: Voice? = nil, language: SpeechLanguage? = nil) -> [Say] {
        var splitter = SaySplitter(text, limits: SayLimits(voice: voice))
        var says: [Say] = []
        while let piece = splitter.next() {
            says.append(Say(piece, voice: voice, language: language))
        }
        return says
    }
}
