// SPDX-License-Identifier: Apache-2.0

import Deepgram
import TelephonyAudio

/// A Deepgram that leaves something out: results of a stretch never come though those after it do. Nobody but a new connection
/// can say what was there.
extension RecognitionMachine {
    /// So often in a call; then it is taken for Deepgram's way.
    private static let mostDoubts = 5
    /// Less than this may become final without a word about it.
    private static let unsaid = Duration.milliseconds(100).telephonyBytes
    /// Pieces that lie further apart have something between them.
    private static let hole = Duration.milliseconds(250).telephonyBytes

    var mayDoubt: Bool { self.doubts < Self.mostDoubts && self.connection != nil }

    /// Final pieces wait for one before them.
    var hasHole: Bool { self.assembler.deadline != nil }

    /// A piece has not come, and has been waited for.
    mutating func missed(_ now: Duration) {
        guard self.mayDoubt else { return self.report(self.assembler.expire(now: now), now) }
        self.doubt("Deepgram left out a stretch of audio.", now)
    }

    /// The connection ended as it should; has it left something out?
    mutating func endedShort(_ connection: RecognitionConnection) -> Bool {
        guard self.doubts < Self.mostDoubts else { return false }
        let isMute = connection.unanswered > (connection.isProven ? Self.answerable / 2 : Self.unsaid)
        let finalize = connection.finalize ?? connection.ignored
        let isShort = isMute || self.hasHole || finalize.map { self.hasLost($0, connection) } ?? false
        if isShort { self.doubts += 1 }
        return isShort
    }

    /// Deepgram took our `Finalize`, and what was before it is neither final nor guessed at any more.
    func hasLost(_ finalize: RecognitionConnection.Finalize, _ connection: RecognitionConnection) -> Bool {
        guard finalize.target - self.finalEnd > Self.unsaid else { return false }
        // A guess that goes beyond it shows that it was not obeyed: the stretch is still waiting.
        guard let newest = connection.newest, newest.upperBound > finalize.target + Self.frame else { return true }
        return newest.lowerBound > self.finalEnd + Self.hole
    }

    mutating func doubt(_ message: String, _ now: Duration) {
        self.doubts += 1
        self.giveUp(.unavailable, message, now: now)
    }
}
