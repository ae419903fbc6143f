// SPDX-License-Identifier: Apache-2.0

import CallCore
import FAQDialogue
import Foundation
import Testing

/// What a file may say, and what is said when it is wrong.
@Suite struct FileTests {
    private static let smallest = """
        questions:
          - id: hours
            variants: [when are you open]
            answer: At five.
        """

    private func error(_ yaml: String) -> FAQError? {
        do {
            _ = try FAQFile(yaml: yaml, name: "test.yaml")
            return nil
        } catch {
            return error as? FAQError
        }
    }

    @Test func needsNothingButAQuestion() throws {
        let file = try FAQFile(yaml: Self.smallest)
        #expect(file.prompts == DialoguePrompts())
        #expect(file.policy == DialoguePolicy())
        #expect(file.matching == FAQMatching())
        #expect(file.questions.map(\.id) == ["hours"])
        #expect(file.questions.first?.answers == ["At five."])
    }

    @Test func readsEveryKey() throws {
        let yaml = """
            greeting: Hello there.
            prompts:
              say_again: [One., Two.]
              still_there: A
              goodbye: B
              transferring: C
              voicemail: D
              apology: E
              resumed: F
              busy: G
            policy:
              confidence_floor: 0.25
              match_floor: 0.7
              match_margin: 0.1
              reprompts: 3
              handover: transfer
              transfer_number: "+12025550143"
              barge_in: false
              end_of_turn_silence_ms: 900
              still_there_seconds: 6
              goodbye_seconds: 7.5
              reply_deadline_seconds: 4
              longest_call_seconds: 600
              operator_digit: "*"
            slots:
              day: [monday, tuesday]
            questions:
              - id: open
                variants: ["are you open on {day}"]
                keywords: [hours]
                answer: ["On {day} yes.", "At five."]
              - {id: again, variants: [say that again], action: repeat}
              - {id: bye, variants: [goodbye], action: hang_up}
              - {id: boss, variants: [the manager], action: "transfer:+12025550144"}
              - {id: human, variants: [a person], action: transfer}
              - {id: message, variants: [leave a message], answer: Fine., action: voicemail}
            """
        let file = try FAQFile(yaml: yaml)
        let prompts = DialoguePrompts(
            greeting: "Hello there.",
            sayAgain: ["One.", "Two."],
            stillThere: "A",
            goodbye: "B",
            transferring: "C",
            voicemail: "D",
            apology: "E",
            resumed: "F",
            busy: "G"
        )
        let policy = DialoguePolicy(
            confidenceFloor: 0.25,
            repromptLimit: 3,
            handover: .transfer(to: "+12025550143"),
            transferNumber: "+12025550143",
            bargeIn: false,
            endOfTurnSilence: .milliseconds(900),
            stillThereAfter: .seconds(6),
            goodbyeAfter: .milliseconds(7_500),
            replyDeadline: .seconds(4),
            longestCall: .seconds(600),
            operatorDigit: "*"
        )
        #expect(file.prompts == prompts)
        #expect(file.policy == policy)
        #expect(file.matching == FAQMatching(floor: 0.7, margin: 0.1))
        #expect(file.slots == ["day": ["monday", "tuesday"]])
        let actions: [DialogueAction] = [
            .listen, .repeatLast, .hangUp, .transfer(to: "+12025550144"), .transfer(to: nil), .voicemail,
        ]
        #expect(file.questions.map(\.action) == actions)
        #expect(file.questions.map(\.answers) == [["On {day} yes.", "At five."], [], ["B"], ["C"], ["C"], ["Fine."]])
    }

    /// A wrong file, where the problem is, and a word of the message.
    static let mistakes: [(String, String, String)] = [
        ("greting: hi\n\(smallest)", "1:1: greting:", "is not a known key"),
        ("policy:\n  reprompt: 2\n\(smallest)", "2:3: policy.reprompt:", "is not a known key"),
        ("policy: {reprompts: many}\n\(smallest)", "1:21: policy.reprompts:", "whole number"),
        ("policy: {confidence_floor: 1.5}\n\(smallest)", "policy.confidence_floor:", "0.0 to 1.0"),
        ("policy: {confidence_floor: nan}\n\(smallest)", "policy.confidence_floor:", "0.0 to 1.0"),
        ("policy: {handover: transfer}\n\(smallest)", "policy.handover:", "transfer_number"),
        ("policy: {handover: fly}\n\(smallest)", "policy.handover:", "must be voicemail"),
        ("policy: {transfer_number: 555}\n\(smallest)", "policy.transfer_number:", "E.164"),
        ("policy: {operator_digit: 12}\n\(smallest)", "policy.operator_digit:", "one of 0-9"),
        ("policy: {barge_in: perhaps}\n\(smallest)", "policy.barge_in:", "true or false"),
        ("policy: [1]\n\(smallest)", "policy:", "key: value"),
        ("prompts: {say_again: []}\n\(smallest)", "prompts.say_again:", "at least one"),
        ("prompts: {goodbye: ''}\n\(smallest)", "prompts.goodbye:", "is empty"),
        ("slots: {Day: [monday]}\n\(smallest)", "slots.Day:", "a-z"),
        ("slots: {day: []}\n\(smallest)", "slots.day:", "no values"),
        ("slots: {day: ['...']}\n\(smallest)", "slots.day[0]:", "one or more words"),
        ("questions: []", "questions:", "there are none"),
        ("questions: 7", "questions:", "must be a list"),
        ("greeting: hi", "questions:", "there are none"),
        ("questions:\n  - variants: [a table]\n    answer: x", "questions[0].id:", "is missing"),
        ("questions:\n  - id: a\n    answer: x", "questions[0].variants:", "nobody can ask"),
        ("questions:\n  - id: a\n    variants: [a table]", "questions[0].answer:", "is missing"),
        ("questions:\n  - id: A b\n    variants: [a table]\n    answer: x", "2:9: questions[0].id:", "a-z"),
        ("questions:\n  - {id: a, variants: ['at {time}'], answer: x}", "questions[0].variants[0]:", "{time}"),
        ("questions:\n  - {id: a, variants: [table], answer: 'at {time}'}", "questions[0].answer", "{time}"),
        (
            "slots: {t: [six]}\nquestions:\n  - {id: a, variants: ['at {t}'], answer: 'At {t}.'}",
            "questions[0].answer:", "last"
        ),
        (
            "questions:\n  - {id: a, variants: [table], answer: x, action: dance}", "questions[0].action:",
            "must be listen"
        ),
        (
            "questions:\n  - {id: a, variants: [table], answer: x, action: 'transfer:12'}", "questions[0].action:",
            "E.164"
        ),
        (
            "questions:\n  - {id: a, variants: [table], keywords: [the], answer: x}", "questions[0].keywords[0]:",
            "nothing"
        ),
        ("\(smallest)\n  - {id: hours, variants: [table], answer: x}", "5:10: questions[1].id:", "used twice"),
        ("\(smallest)\n  - {id: b, variants: ['When are you open?'], answer: x}", "questions[1].variants[0]:", "hours"),
    ]

    @Test(arguments: FileTests.mistakes)
    func namesThePlaceAndTheMend(_ yaml: String, _ place: String, _ message: String) throws {
        let error = try #require(self.error(yaml))
        #expect(error.code == .invalid)
        #expect(error.message.hasPrefix("test.yaml:"))
        #expect(error.message.contains(place), "\(error.message)")
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func listsAllProblemsAtOnceInTheOrderOfTheFile() throws {
        let yaml = "colour: red\npolicy: {reprompts: -1}\nquestions:\n  - {id: a, variant: [x], answer: y}"
        let error = try #require(self.error(yaml))
        #expect(error.problems.map(\.line) == [1, 2, 4])
        #expect(error.problems.map(\.key) == ["colour", "policy.reprompts", "questions[0].variant"])
    }

    @Test(arguments: [
        "a: [", "a: 'b", "a:\n\t- b", "a: *nothing", "a: 1\na: 2", "- - - }", "%YAML 9", "\u{0}", "a: \u{1}",
        String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 50_000),
    ])
    func saysWhereTheYAMLIsBroken(_ yaml: String) throws {
        let error = try #require(self.error(yaml))
        #expect(error.code == .syntax)
        #expect(error.message.utf8.count < 2_000)
    }

    @Test(arguments: ["", "   \n", "# nothing", "7", "[]", "null", "\"text\"", "? [a]\n: b"])
    func refusesYAMLThatIsNoDialogue(_ yaml: String) throws {
        #expect(try #require(self.error(yaml)).code == .invalid)
    }

    @Test func isRefusedOrReadButNeverCrashesWhenCutAnywhere() throws {
        let bytes = Array(try String(contentsOfFile: Restaurant.path, encoding: .utf8).utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            do {
                _ = try FAQFile(yaml: String(decoding: bytes[..<length], as: UTF8.self))
            } catch {
                #expect(error is FAQError, "cut at \(length): \(error)")
            }
        }
    }

    @Test func refusesWhatIsTooLarge() throws {
        let comment = String(repeating: "#", count: 1_048_577)
        #expect(self.error(comment)?.code == .tooLarge)
        let questions = (0...2_000).map { "  - {id: q\($0), variants: [word\($0) here], answer: x}" }
        let many = "questions:\n" + questions.joined(separator: "\n")
        #expect(try #require(self.error(many)).message.contains("at most 2000"))
        let long = "greeting: \(String(repeating: "x", count: 2_001))\n\(Self.smallest)"
        #expect(try #require(self.error(long)).message.contains("longer than 2000"))
    }

    @Test func saysThatAFileCannotBeRead() throws {
        let missing = #expect(throws: FAQError.self) { try FAQFile(contentsOf: "/nowhere/dialogue.yaml") }
        #expect(missing?.code == .unreadable)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml").path
        try Data([0x67, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        let wrong = #expect(throws: FAQError.self) { try FAQFile(contentsOf: path) }
        #expect(wrong?.message.contains("UTF-8") == true)
    }

    @Test func checksADialogueMadeInCodeToo() throws {
        let file = FAQFile(questions: [FAQQuestion(id: "a", variants: ["for {size}"], answers: ["Fine."])])
        let error = #expect(throws: FAQError.self) { try FAQResponder(file: file) }
        #expect(error?.problems.map(\.key) == ["questions[0].variants[0]"])
    }

    @Test func tellsTheRecogniserWhatWillBeSaid() throws {
        let yaml = """
            slots: {size: [2, twelve]}
            questions:
              - {id: a, variants: ["What's for {size}, please?", "Open at 7:30"], keywords: [Vegan], answer: x}
            """
        let hints = try FAQFile(yaml: yaml).hints
        #expect(hints.phrases == ["what's for {size} please", "open at seven thirty"])
        #expect(hints.slots == ["size": ["two", "twelve"]])
        #expect(hints.keywords == ["vegan"])
    }
}
