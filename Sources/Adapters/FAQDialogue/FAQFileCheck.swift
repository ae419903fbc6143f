// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Finds what contradicts itself in a dialogue, wherever it came from.
struct FAQFileCheck {
    private let file: FAQFile
    private(set) var problems: [FAQProblem] = []

    init(_ file: FAQFile) {
        self.file = file
        self.checkPolicy()
        self.checkSlots()
        self.checkQuestions()
        self.checkDuplicates()
    }

    func throwProblems(name: String) throws {
        guard !self.problems.isEmpty else { return }
        throw FAQProblemList(self.problems).error(name: name)
    }

    private mutating func add(_ key: String, _ message: String) {
        self.problems.append(FAQProblem(key: key, message: message))
    }

    private mutating func checkPolicy() {
        if !(0...1).contains(self.file.matching.floor) { self.add("policy.match_floor", "must be between 0 and 1") }
        if !(0...1).contains(self.file.matching.margin) { self.add("policy.match_margin", "must be between 0 and 1") }
        if self.file.prompts.sayAgain.isEmpty { self.add("prompts.say_again", "needs at least one sentence") }
    }

    private mutating func checkSlots() {
        if self.file.slots.count > FAQLimits.slots { self.add("slots", "more than \(FAQLimits.slots) slots") }
        for (name, values) in self.file.slots.sorted(by: { $0.key < $1.key }) {
            if !Self.isName(name) {
                self.add("slots.\(name)", "a slot's name is made of a-z, 0-9 and _ and begins with a letter")
            }
            if values.isEmpty { self.add("slots.\(name)", "has no values; list what callers may say") }
            if values.count > FAQLimits.valuesPerSlot {
                self.add("slots.\(name)", "more than \(FAQLimits.valuesPerSlot) values")
            }
            for (index, value) in values.enumerated() where PhraseText.words(value).isEmpty || value.contains("{") {
                self.add("slots.\(name)[\(index)]", "must be one or more words")
            }
        }
    }

    private mutating func checkQuestions() {
        if self.file.questions.isEmpty { self.add("questions", "there are none; add at least one") }
        if self.file.questions.count > FAQLimits.questions {
            self.add("questions", "more than \(FAQLimits.questions) questions")
            return
        }
        var ids: Set<String> = []
        for (index, question) in self.file.questions.enumerated() {
            let key = "questions[\(index)]"
            if !Self.isName(question.id) {
                self.add("\(key).id", "\"\(question.id)\" must be made of a-z, 0-9 and _ and begin with a letter")
            }
            if !ids.insert(question.id).inserted {
                self.add("\(key).id", "\"\(question.id)\" is used twice; give each question its own id")
            }
            self.checkVariants(question, key)
            self.checkAnswers(question, key)
        }
    }

    private mutating func checkVariants(_ question: FAQQuestion, _ key: String) {
        if question.variants.isEmpty && question.keywords.isEmpty {
            self.add("\(key).variants", "nobody can ask this; add variants or keywords")
        }
        if question.variants.count > FAQLimits.variantsPerQuestion {
            self.add("\(key).variants", "more than \(FAQLimits.variantsPerQuestion)")
        }
        if question.keywords.count > FAQLimits.keywordsPerQuestion {
            self.add("\(key).keywords", "more than \(FAQLimits.keywordsPerQuestion)")
        }
        for (index, variant) in question.variants.enumerated() {
            self.checkPhrase(variant, "\(key).variants[\(index)]")
            for slot in PhraseText.words(variant).compactMap(PhraseText.slot) where self.file.slots[slot] == nil {
                self.add("\(key).variants[\(index)]", "{\(slot)} is not under slots; define it or mend the name")
            }
        }
        for (index, keyword) in question.keywords.enumerated() {
            self.checkPhrase(keyword, "\(key).keywords[\(index)]")
            if keyword.contains("{") { self.add("\(key).keywords[\(index)]", "a keyword has no {slots}") }
            if !PhraseText.words(keyword).contains(where: { WordClass($0) == .content }) {
                self.add("\(key).keywords[\(index)]", "\"\(keyword)\" says nothing by itself; use a telling word")
            }
        }
    }

    private mutating func checkPhrase(_ phrase: String, _ key: String) {
        if PhraseText.words(phrase).isEmpty { self.add(key, "must be one or more words") }
        if phrase.count > FAQLimits.phraseLength {
            self.add(key, "longer than \(FAQLimits.phraseLength) characters")
        }
    }

    private mutating func checkAnswers(_ question: FAQQuestion, _ key: String) {
        let templates = question.answers.map(AnswerTemplate.init)
        let heard = Set(question.variants.flatMap(PhraseText.words).compactMap(PhraseText.slot))
        if question.answers.isEmpty && question.action == .listen {
            self.add("\(key).answer", "is missing; write what the caller is to hear")
        }
        if question.answers.count > FAQLimits.answersPerQuestion {
            self.add("\(key).answer", "more than \(FAQLimits.answersPerQuestion) versions")
        }
        for (index, template) in templates.enumerated() {
            for slot in template.slots where !heard.contains(slot) {
                self.add("\(key).answer[\(index)]", "{\(slot)} is in no variant of this question, so it is never heard")
            }
        }
        if let last = templates.last, !last.slots.isEmpty {
            self.add("\(key).answer", "the last version must do without slots: it is said when they were not heard")
        }
    }

    /// The same words in two questions could never be decided.
    private mutating func checkDuplicates() {
        var owners: [String: Int] = [:]
        for (index, question) in self.file.questions.enumerated() {
            for (place, variant) in question.variants.enumerated() {
                let words = PhraseText.words(variant).joined(separator: " ")
                if let owner = owners[words], owner != index {
                    self.add(
                        "questions[\(index)].variants[\(place)]",
                        "\"\(variant)\" is also a variant of \(self.file.questions[owner].id); keep one"
                    )
                }
                owners[words] = index
            }
        }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.count <= 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
