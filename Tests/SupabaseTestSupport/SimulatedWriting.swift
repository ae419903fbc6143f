// SPDX-License-Identifier: Apache-2.0

/// The bytes of an answer, as a fault spoils them.
struct SimulatedWriting {
    var parts: [[UInt8]]
    var closes = false
    var hangs = false

    init(_ answer: SimulatedAnswer, _ fault: SimulatedFault, isChunked: Bool, announces: Bool) {
        let whole = answer.bytes(chunked: isChunked, closes: announces)
        self.parts = [whole]
        switch fault {
        case .closesAfterCommit: (self.parts, self.closes) = ([], true)
        case .answersAfterCommit(let other): self.parts = [other.bytes()]
        case .hangsAfterCommit: (self.parts, self.hangs) = ([], true)
        case .cutsAnswer: (self.parts, self.closes) = ([whole.dropLast(max(1, answer.body.count / 2))], true)
        case .cutsChunks:
            (self.parts, self.closes) = (
                [answer.bytes(chunked: true).dropLast(5 + max(1, answer.body.count / 4))], true
            )
        case .cutsJSON:
            var cut = answer
            cut.body = Array(answer.body.dropLast(max(1, answer.body.count / 2)))
            self.parts = [cut.bytes()]
        case .mistypes(let type):
            var other = answer
            other.headers = [("Content-Type", type)]
            self.parts = [other.bytes()]
        case .dribbles: self.parts = whole.map { [$0] }
        case .announcesClose: (self.parts, self.closes) = ([answer.bytes(chunked: isChunked, closes: true)], true)
        case .closesSilently: self.closes = true
        case .none, .answers, .fails, .closesBefore, .hangsBefore: break
        }
    }
}
