// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The whole sound of a text, ready to be sent.
struct KeptSpeech: Sendable, Hashable {
    /// A word and where its sound ends.
    struct Word: Sendable, Hashable {
        var text: String
        var end: Duration
    }

    /// As far as the engine tells them.
    var words: [Word] = []
    /// mu-law, 8 kHz. Handed out as it is: every caller's slice is of this one storage.
    var audio = ByteBuffer()

    /// What it takes in memory, in bytes.
    var cost: Int {
        self.words.reduce(self.audio.readableBytes + 128) { $0 + $1.text.utf8.count + 48 }
    }

    /// Fills the last frame of 20 ms with silence, so that nobody has to copy the sound to do it.
    mutating func fillLastFrame() {
        let rest = self.audio.readableBytes % 160
        // 0xFF is the quiet of mu-law (ITU-T G.711).
        if rest > 0 { self.audio.writeRepeatingByte(0xFF, count: 160 - rest) }
    }
}
