// SPDX-License-Identifier: Apache-2.0

extension UtteranceAssembler {
    mutating func take(_ results: ListenResults, now: Duration) -> [TranscriptEvent] {
        guard results.start.isFinite, results.duration.isFinite else { return [] }
        let start = max(0, results.start) + self.offset
        let final = Final(results: results, range: start...(start + max(0, results.duration)))
        guard final.range.upperBound - self.frontier <= self.rules.furthestJump / .seconds(1) else { return [] }
        // A pause, or an answer to `Finalize`, is only told about what is final.
        guard results.isFinal || results.speechFinal || results.fromFinalize else { return self.take(guess: final) }
        if self.overtakes(final.range) { return self.holdBack(final, now: now) }
        return self.accept(final) + self.acceptFollowing()
    }

    private mutating func take(guess: Final) -> [TranscriptEvent] {
        guard guess.range.upperBound > self.finalEnd + Self.tolerance else { return [] }
        let before = self.guess
        self.guess = self.piece(guess, gap: nil)
        guard self.guess != nil || before != nil else { return [] }
        let pieces = self.held + (self.guess.map { [$0] } ?? [])
        return pieces.isEmpty ? [] : [.interim(Transcript(pieces))]
    }

    private func piece(_ final: Final, gap: Range<Double>?) -> TranscriptPiece? {
        TranscriptPiece(
            transcript: final.results.transcript,
            confidence: final.results.confidence,
            words: final.results.words,
            offset: self.offset,
            range: final.range,
            earliest: gap?.lowerBound ?? self.lastWordEnd
        ) { middle in
            middle >= self.lastWordEnd || gap?.contains(middle) ?? false
        }
    }

    private func overtakes(_ range: ClosedRange<Double>) -> Bool {
        range.lowerBound > self.frontier + self.rules.largestGap / .seconds(1)
    }

    private mutating func holdBack(_ final: Final, now: Duration) -> [TranscriptEvent] {
        guard !self.early.contains(where: { $0.final.range == final.range }) else { return [] }
        let early = Early(final: final, due: now + self.rules.reorderWait)
        let index = self.early.firstIndex { $0.final.range.lowerBound > final.range.lowerBound }
        self.early.insert(early, at: index ?? self.early.endIndex)
        guard self.early.count > self.rules.mostHeldBack else { return [] }
        return self.accept(self.early.removeFirst().final) + self.acceptFollowing()
    }

    /// Takes the waiting pieces that have nothing to wait for any more.
    mutating func acceptFollowing() -> [TranscriptEvent] {
        var events: [TranscriptEvent] = []
        while let first = self.early.first, !self.overtakes(first.final.range) {
            self.early.removeFirst()
            events += self.accept(first.final)
        }
        if self.early.isEmpty, let time = self.endAfterEarly {
            self.endAfterEarly = nil
            events += self.endUtterance(at: time)
        }
        return events
    }

    /// Takes a final piece, wherever it lies.
    mutating func accept(_ final: Final) -> [TranscriptEvent] {
        let range = final.range
        let gap = self.fillGap(range)
        let isNewest = range.upperBound >= self.frontier - Self.tolerance
        // Its whole range had been final: it was sent twice, or heard by the connection before.
        let isRepeated = gap == nil && range.upperBound <= self.finalEnd + Self.tolerance
        let piece = isRepeated ? nil : self.piece(final, gap: gap)
        self.advance(to: range)
        var events = piece.map { self.hold($0) } ?? []
        if final.results.speechFinal {
            if isNewest {
                events += self.complete(.endpoint)
            } else if gap != nil {
                events += self.complete(.endpoint, through: range.upperBound)
            }
        }
        if final.results.fromFinalize && isNewest && self.isFinalizing {
            self.isFinalizing = false
            events += self.complete(.finalized)
        }
        return events
    }

    private mutating func advance(to range: ClosedRange<Double>) {
        if self.overtakes(range) {
            self.gaps.append(self.frontier..<range.lowerBound)
            if self.gaps.count > self.rules.mostHeldBack { self.gaps.removeFirst() }
        }
        self.frontier = max(self.frontier, range.upperBound)
        self.finalEnd = max(self.finalEnd, range.upperBound)
        if let guess = self.guess, guess.range.lowerBound < range.upperBound - Self.tolerance { self.guess = nil }
    }

    /// The gap that a piece belongs into; what it covers of it is none any more.
    private mutating func fillGap(_ range: ClosedRange<Double>) -> Range<Double>? {
        let index = self.gaps.firstIndex {
            min($0.upperBound, range.upperBound) - max($0.lowerBound, range.lowerBound) > Self.tolerance
        }
        guard let index else { return nil }
        let gap = self.gaps.remove(at: index)
        if gap.lowerBound < range.lowerBound { self.gaps.append(gap.lowerBound..<range.lowerBound) }
        if gap.upperBound > range.upperBound { self.gaps.append(range.upperBound..<gap.upperBound) }
        return max(gap.lowerBound, range.lowerBound)..<min(gap.upperBound, range.upperBound)
    }
}
