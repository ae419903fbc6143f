// SPDX-License-Identifier: Apache-2.0

/// What Twilio's voice does with the tokens it is sent: talk cycles one after the other, each spoken at 15 characters a
/// second after a short latency. A pure value; the sound it asks for is played by a ``PhoneLine``, whose marks tell it how
/// far that got.
struct RelayVoice: Sendable {
    /// Sound to play, and the mark behind it.
    struct Sound: Sendable, Hashable {
        /// Samples of silence, then of sound.
        var silence: Int
        var loud: Int
        var mark: String
    }

    /// What is told when a mark is reached.
    enum Progress: Sendable, Hashable {
        case started
        /// Some more words.
        case played(String)
        /// All of a talk cycle.
        case finished(String)
    }

    private struct Cycle: Sendable {
        let number: Int
        let interruptible: RelaySettings.Inputs
        let isPreemptible: Bool
        /// The tokens so far, joined.
        var text = ""
        /// Characters whose sound has been asked for, and whose mark came back.
        var asked = 0
        var played = 0
        var isComplete = false
        var hasStarted = false
    }

    /// 8,000 samples a second, 15 characters a second.
    private static let samplesPerCharacter = 533
    /// 200 ms until the voice begins.
    private static let latency = 1_600

    private var cycles: [Cycle] = []
    private var count = 0

    /// Whether the voice is heard, or about to be.
    var isBusy: Bool { self.cycles.contains { $0.played < $0.text.count } }

    /// What may interrupt the talk cycle that is heard.
    var interruptible: RelaySettings.Inputs { self.cycles.first?.interruptible ?? .any }

    /// Whether a new talk cycle cuts off what is being said.
    var isPreempted: Bool { self.isBusy && self.cycles.allSatisfy { $0.isComplete && $0.isPreemptible } }

    /// Takes a token. A first one after a last one begins a new talk cycle.
    mutating func take(
        _ token: String,
        isLast: Bool,
        interruptible: RelaySettings.Inputs,
        isPreemptible: Bool
    ) -> Sound? {
        var silence = 0
        if self.cycles.last?.isComplete != false {
            self.count += 1
            self.cycles.append(Cycle(number: self.count, interruptible: interruptible, isPreemptible: isPreemptible))
            silence = Self.latency
        }
        let last = self.cycles.count - 1
        self.cycles[last].text += token
        self.cycles[last].isComplete = isLast
        self.cycles[last].asked += token.count
        guard !token.isEmpty else { return nil }
        return Sound(
            silence: silence,
            loud: token.count * Self.samplesPerCharacter,
            mark: "\(self.cycles[last].number).\(self.cycles[last].asked)"
        )
    }

    /// The marks that divide a sound into words, so that it is known which were heard: samples, then the mark.
    func pieces(of sound: Sound) -> [(samples: Int, mark: String)] {
        guard let cycle = self.cycles.last else { return [] }
        let end = cycle.asked
        let begin = end - sound.loud / Self.samplesPerCharacter
        var pieces: [(samples: Int, mark: String)] = []
        var from = begin
        for (index, character) in zip(begin..., cycle.text.dropFirst(begin)) where character.isWhitespace {
            guard index > from else { continue }
            pieces.append(((index - from) * Self.samplesPerCharacter, "\(cycle.number).\(index)"))
            from = index
        }
        pieces.append(((end - from) * Self.samplesPerCharacter, sound.mark))
        return pieces
    }

    /// A mark was reached.
    mutating func reached(_ mark: String) -> [Progress] {
        let parts = mark.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 2, let index = self.cycles.firstIndex(where: { $0.number == parts[0] }),
            parts[1] > self.cycles[index].played
        else { return [] }
        var progress: [Progress] = []
        if !self.cycles[index].hasStarted {
            self.cycles[index].hasStarted = true
            progress.append(.started)
        }
        let cycle = self.cycles[index]
        let words = cycle.text.dropFirst(cycle.played).prefix(parts[1] - cycle.played)
        self.cycles[index].played = parts[1]
        progress.append(.played(String(words)))
        return progress + self.takeFinished()
    }

    /// Talk cycles whose last word was heard, or that had none.
    mutating func takeFinished() -> [Progress] {
        var progress: [Progress] = []
        while let first = self.cycles.first, first.isComplete, first.played == first.text.count {
            if first.hasStarted { progress.append(.finished(first.text)) }
            self.cycles.removeFirst()
        }
        return progress
    }

    /// The voice is cut off; returns what was heard of the cycle that was being said.
    mutating func cut() -> String {
        defer { self.cycles.removeAll() }
        guard let first = self.cycles.first else { return "" }
        return String(first.text.prefix(first.played))
    }
}
