// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Which text the sound on a WebSocket belongs to, and whether the connection may have another. Aura does not frame
/// sounds: only `Flushed` tells where one ends.
struct SpeakSocketMachine {
    enum State: Equatable {
        case opening
        case idle
        case speaking
        /// `Clear` was sent; until `Cleared` comes, what is heard belongs to nobody.
        case clearing
        case over
    }

    private(set) var state = State.opening
    private let configuration: SpeakPoolConfiguration
    private var openedAt: NIODeadline?
    /// What was sent lately.
    private var texts: [(at: NIODeadline, characters: Int)] = []
    private var hasAudio = false
    /// `Flush` of cleared texts that may still be answered.
    private var owedFlushes = 0
    private var lastFlush: Int?
    private var isTired = false

    init(_ configuration: SpeakPoolConfiguration) {
        self.configuration = configuration
    }

    mutating func opened(at now: NIODeadline) {
        self.openedAt = now
        self.state = .idle
    }

    mutating func over() { self.state = .over }

    /// Whether a text may go over this connection now.
    func takes(_ characters: Int, at now: NIODeadline) -> Bool {
        guard self.state == .idle, !self.isTired, let openedAt else { return false }
        let recent = self.texts.filter { now - $0.at < .seconds(60) }
        return now - openedAt < TimeAmount(self.configuration.longestLife)
            && recent.count < self.configuration.textsPerMinute
            && recent.reduce(characters) { $0 + $1.characters } <= self.configuration.charactersPerMinute
    }

    /// A text is sent, with its `Flush`.
    mutating func speaks(_ characters: Int, at now: NIODeadline) {
        self.texts.removeAll { now - $0.at >= .seconds(60) }
        self.texts.append((now, characters))
        self.hasAudio = false
        self.state = .speaking
    }

    /// Sound came; whether it is the text's.
    mutating func heard() -> Bool {
        guard self.state == .speaking else { return false }
        self.hasAudio = true
        return true
    }

    /// `Flushed` came; whether the text is over.
    mutating func flushed(_ sequence: Int?) -> Bool {
        if let sequence, let last = self.lastFlush, sequence <= last { return false }
        self.lastFlush = sequence ?? self.lastFlush
        switch self.state {
        case .clearing:
            self.owedFlushes = max(0, self.owedFlushes - 1)
            return false
        case .speaking where self.owedFlushes > 0 && !self.hasAudio:
            // Of a text that was cleared.
            self.owedFlushes -= 1
            return false
        case .speaking:
            self.owedFlushes = 0
            self.state = .idle
            return true
        case .opening, .idle, .over: return false
        }
    }

    /// `Clear` is sent for the text that is being spoken.
    mutating func clears() {
        self.owedFlushes += 1
        self.state = .clearing
    }

    /// `Cleared` came; whether the connection is free again.
    mutating func cleared() -> Bool {
        guard self.state == .clearing else { return false }
        self.state = .idle
        return true
    }

    /// Deepgram complains: this text is the last.
    mutating func warned() { self.isTired = true }
}
