// SPDX-License-Identifier: Apache-2.0

/// A mark's name: the speech it belongs to and how much of it has been played when it returns, in milliseconds.
struct SpeechMark {
    let speech: Int
    let end: Duration

    init(speech: Int, end: Duration) {
        self.speech = speech
        self.end = end
    }

    init?(_ name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: "."))
        guard parts.count == 2, let speech = Int(Substring(parts[0])), let end = Int(Substring(parts[1])) else {
            return nil
        }
        self.speech = speech
        self.end = .milliseconds(end)
    }

    var name: String { "\(self.speech).\(self.end.milliseconds)" }
}
