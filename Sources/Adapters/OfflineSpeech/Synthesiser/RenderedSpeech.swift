// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
/// A sentence as audio, with the places of its words.
struct RenderedSpeech: Sendable, Hashable {
    /// A word and the sample of its end.
    struct Word: Sendable, Hashable {
        var text: String
        var end: Int
    }

    /// mu-law, 8 kHz, a whole number of 20 ms frames.
    var audio: [UInt8]
    /// In order of time.
    var words: [Word]
}
#endif
