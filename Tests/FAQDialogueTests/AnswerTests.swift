// SPDX-License-Identifier: Apache-2.0

import CallCore
import FAQDialogue
import Testing

/// What is said in answer.
@Suite struct AnswerTests {
    @Test func putsWhatWasHeardIntoTheAnswer() async throws {
        let reply = try await Restaurant.responder().reply("i'd like to book a table for 2 at half past seven")
        #expect(reply?.text == "Fine, a table for two at half past seven. We look forward to seeing you.")
        #expect(reply?.source == "faq:table")
        #expect(reply?.action == .listen)
        #expect((reply?.score ?? 0) > 0.9)
    }

    @Test func usesTheFullestVersionWhoseSlotsWereHeard() async throws {
        let responder = try Restaurant.responder()
        let full = try await responder.reply("i would like to book a table for six tomorrow evening at eight")
        #expect(full?.text == "Fine, a table for six tomorrow evening at eight. We look forward to seeing you.")
        let bare = try await responder.reply("i want to make a reservation")
        #expect(bare?.text == "Gladly. For how many people, and at what time?")
    }

    @Test func tellsAnswersWithSomethingOfTheCallersInThemFromTheOthers() async throws {
        let responder = try Restaurant.responder()
        #expect(try await responder.reply("i want to make a reservation")?.isReusable == true)
        #expect(try await responder.reply("a table for two at eight please")?.isReusable == false)
        let constant = try Restaurant.file().constantAnswers
        #expect(constant.contains("Gladly. For how many people, and at what time?"))
        #expect(constant.allSatisfy { !$0.contains("{") })
        #expect(Set(constant).count == constant.count)
    }

    @Test func remembersTheSlotsOfTheTurnBefore() async throws {
        let responder = try Restaurant.responder()
        let history = [DialogueContext.Exchange(caller: "do you have a table for four tonight", heard: "Gladly.")]
        let reply = try await responder.reply("for two people at eight", history: history)
        #expect(reply?.text == "Fine, a table for two tonight at eight. We look forward to seeing you.")
    }

    @Test func forgetsTheSlotsOfAnotherQuestion() async throws {
        let responder = try Restaurant.responder()
        let history = [DialogueContext.Exchange(caller: "are you open on monday", heard: "We are open.")]
        let reply = try await responder.reply("a table for two at eight please", history: history)
        #expect(reply?.text == "Fine, a table for two at eight. We look forward to seeing you.")
    }

    @Test func actsAsTheFileSays() async throws {
        let responder = try Restaurant.responder()
        #expect(try await responder.reply("can i talk to a person")?.action == .transfer(to: nil))
        #expect(try await responder.reply("goodbye")?.action == .hangUp)
        #expect(try await responder.reply("please repeat that")?.action == .repeatLast)
    }

    @Test func asksAgainWhenTwoQuestionsFitEquallyWell() async throws {
        let yaml = """
            questions:
              - {id: red, variants: [do you sell red wine], answer: Yes.}
              - {id: white, variants: [do you sell white wine], answer: No.}
            """
        let responder = try FAQResponder(file: FAQFile(yaml: yaml))
        #expect(try await responder.question("do you sell wine") == nil)
        #expect(try await responder.question("do you sell red wine") == "red")
        #expect(try await responder.question("do you sell white wine") == "white")
    }

    @Test func neverMatchesOnStopWordsAlone() async throws {
        let yaml = """
            questions:
              - {id: a, variants: [what do you have for me], answer: Yes.}
              - {id: b, variants: [where is the station], answer: There.}
            """
        let responder = try FAQResponder(file: FAQFile(yaml: yaml))
        for text in ["where is the", "what is it", "is the", "do you have it", "where is he", "for you and me"] {
            #expect(try await responder.question(text) == nil, "\(text)")
        }
        // Said word for word it is no accident.
        #expect(try await responder.question("what do you have for me") == "a")
    }

    @Test func answersTheSameEveryTime() async throws {
        let first = try Restaurant.responder()
        let second = try Restaurant.responder()
        for (text, _) in MatchingTests.noisy {
            let one = try await first.reply(text)
            #expect(one == (try await second.reply(text)))
            #expect(one == (try await first.reply(text)))
        }
    }

    @Test(arguments: [
        "\" OR NEAR(", "open* AND \"hours", "'; DROP TABLE phrase; --", "\u{0}", "{party_size}", "{{{}}}",
        "when AND are OR you",
        "\u{202E}nepo uoy era nehw", "😀😀😀", "ﬁ", String(repeating: "open ", count: 20_000),
        String(repeating: "a", count: 100_000),
    ])
    func survivesWhateverIsSaid(_ text: String) async throws {
        let responder = try Restaurant.responder()
        _ = try await responder.reply(text)
        for (_, score) in try await responder.rank(text) { #expect((0...1).contains(score)) }
    }

    @Test func findsItsQuestionAmongTwoThousand() async throws {
        let syllables = ["ba", "do", "ki", "lu", "me", "no", "ra", "si", "ta", "vo", "ze", "pu"]
        func word(_ number: Int) -> String {
            [number % 12, number / 12 % 12, number / 144 % 12].map { syllables[$0] }.joined() + "\(number / 1_728)x"
        }
        let questions = (0..<2_000).map {
            FAQQuestion(id: "q\($0)", variants: ["do you have any \(word($0)) today"], answers: ["\($0)"])
        }
        let responder = try FAQResponder(file: FAQFile(questions: questions))
        for number in stride(from: 0, to: 2_000, by: 97) {
            #expect(try await responder.question("do you have \(word(number))") == "q\(number)")
        }
    }
}
