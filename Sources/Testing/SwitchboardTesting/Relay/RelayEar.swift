// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What Twilio's recogniser makes of a caller whose words are known: partial prompts while the sentence goes on, the last
/// one a moment after its end. A pure value; counts frames of 20 ms.
struct RelayEar: Sendable {
    /// A partial prompt every 500 ms.
    private static let partialFrames = 25
    /// The last prompt comes 300 ms after the sentence.
    private static let delayFrames = 15
    /// Four words a second are heard before the sentence is over.
    private static let framesPerWord = 12

    let language: String
    let sendsPartials: Bool
    private var words: [Substring] = []
    private var frames = 0
    private var isSpeaking = false
    private var isReported = true
    private var due: [(frame: Int, prompt: RelayMessage.Prompt)] = []
    private var now = 0

    init(language: String, sendsPartials: Bool) {
        self.language = language
        self.sendsPartials = sendsPartials
    }

    /// A sentence begins; of one that is not reported, or not known, nothing is told.
    mutating func started(_ text: String?, isReported: Bool) {
        self.words = (text ?? "").split(whereSeparator: \.isWhitespace)
        self.frames = 0
        self.isSpeaking = true
        self.isReported = isReported && text != nil
    }

    /// The sentence is over.
    mutating func finished() {
        guard self.isSpeaking else { return }
        self.isSpeaking = false
        guard self.isReported else { return }
        let text = self.words.joined(separator: " ")
        self.due.append((self.now + Self.delayFrames, .init(text: text, language: self.language)))
    }

    /// 20 ms pass; what is to be told now.
    mutating func advance() -> [RelayMessage.Prompt] {
        self.now += 1
        var prompts: [RelayMessage.Prompt] = []
        while let first = self.due.first, first.frame <= self.now {
            prompts.append(first.prompt)
            self.due.removeFirst()
        }
        guard self.isSpeaking else { return prompts }
        self.frames += 1
        let count = min(self.words.count, self.frames / Self.framesPerWord)
        if self.sendsPartials, self.isReported, self.frames % Self.partialFrames == 0, count > 0 {
            let text = self.words.prefix(count).joined(separator: " ")
            prompts.append(.init(text: text, language: self.language, isLast: false))
        }
        return prompts
    }
}
