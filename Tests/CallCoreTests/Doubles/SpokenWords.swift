// SPDX-License-Identifier: Apache-2.0

import CallCore

/// A line in words that notes what it is given. Lives on one event loop.
final class SpokenWords: RelayLine {
    struct End: Equatable {
        let next: NextStep
        let termination: CallTermination
    }

    private(set) var texts: [String] = []
    private(set) var interruptible: [Bool] = []
    private(set) var languages: [[String?]] = []
    private(set) var ends: [End] = []
    /// Whether nothing more is taken.
    var isFull = false

    func say(_ text: String, isInterruptible: Bool) -> Bool {
        guard !self.isFull else { return false }
        self.texts.append(text)
        self.interruptible.append(isInterruptible)
        return true
    }

    func useLanguage(speech: String?, recognition: String?) {
        self.languages.append([speech, recognition])
    }

    func end(next: NextStep, because termination: CallTermination) {
        self.ends.append(End(next: next, termination: termination))
    }
}
