// SPDX-License-Identifier: Apache-2.0

import FAQDialogue
import Testing

@Suite struct WordErrorTests {
    /// Word error rate, least share of right answers, largest share of wrong ones.
    static let bounds: [(rate: Double, right: Double, wrong: Double)] = [
        (0.0, 1.0, 0.0), (0.1, 0.9, 0.01), (0.2, 0.8, 0.02), (0.3, 0.7, 0.03), (0.4, 0.55, 0.04),
    ]

    @Test(arguments: WordErrorTests.bounds)
    func ratherAsksAgainThanAnswersWronglyWhenWordsAreWrong(
        _ bound: (rate: Double, right: Double, wrong: Double)
    ) async throws {
        let file = try Restaurant.file()
        let responder = try FAQResponder(file: file)
        var noise = RecognitionNoise(seed: 7)
        var right = 0.0
        var wrong: [String] = []
        var total = 0.0
        for question in file.questions {
            for variant in question.variants {
                for _ in 0..<10 {
                    var spoken = variant
                    for (name, values) in file.slots.sorted(by: { $0.key < $1.key }) {
                        spoken = spoken.split(separator: " ")
                            .map { $0 == "{\(name)}" ? noise.pick(values) : String($0) }.joined(separator: " ")
                    }
                    let heard = noise.mishear(spoken, rate: bound.rate)
                    let found = try await responder.question(heard)
                    total += 1
                    if found == question.id { right += 1 } else if let found { wrong.append("\(heard) → \(found)") }
                }
            }
        }
        #expect(right / total >= bound.right, "right: \(right / total)")
        #expect(Double(wrong.count) / total <= bound.wrong, "wrong: \(wrong)")
    }
}
