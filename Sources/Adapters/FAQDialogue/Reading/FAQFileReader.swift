// SPDX-License-Identifier: Apache-2.0

import CallCore
import Yams

/// Turns YAML text into a dialogue.
///
/// It reads Yams' nodes rather than decoding: only they know line and column, unknown keys, and all mistakes at once.
struct FAQFileReader {
    private let name: String
    private var reader = YAMLReader()

    init(name: String) {
        self.name = name
    }

    /// Reads the text; throws ``FAQError`` with every problem.
    mutating func read(_ yaml: String) throws -> FAQFile {
        guard let root = try self.compose(yaml) else {
            throw FAQError(.invalid, "\(self.name): is empty; it needs at least `questions`")
        }
        let entries = self.reader.mapping(
            root,
            "",
            allowed: ["greeting", "prompts", "policy", "slots", "questions"]
        )
        var file = FAQFile(questions: [])
        if let node = entries["prompts"] { file.prompts = self.prompts(node) }
        if let node = entries["greeting"], let text = self.reader.text(node, "greeting") {
            file.prompts.greeting = text
        }
        if let node = entries["policy"] { (file.policy, file.matching) = self.policy(node) }
        if let node = entries["slots"] { file.slots = self.slots(node) }
        if let node = entries["questions"] {
            file.questions = self.reader.list(node, "questions", limit: FAQLimits.questions).enumerated().map {
                self.question($1, "questions[\($0)]", file.prompts)
            }
        }
        // What could not be read is missing now and would only be reported a second time.
        let problems = self.reader.problems.isEmpty ? self.placed(FAQFileCheck(file).problems) : self.reader.problems
        guard problems.isEmpty else { throw FAQProblemList(problems).error(name: self.name) }
        return file
    }

    private func compose(_ yaml: String) throws -> Node? {
        do {
            return try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw FAQError(.syntax, "\(self.name):\(Self.summary(error))")
        } catch {
            throw FAQError(.syntax, "\(self.name): is no YAML", cause: error)
        }
    }

    /// Place and problem without Yams' excerpt, which holds the whole line.
    private static func summary(_ error: YamlError) -> String {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let around = context.map { " \($0.text)" } ?? ""
            return "\(mark.line):\(mark.column):\(around) \(problem); check indentation, quotes and colons"
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().prefix(5).map { String($0.prefix(80)) }.joined(separator: ", ")
            return "\(context.mark.line):\(context.mark.column): \(keys): is there twice; keep one"
        case .reader(let problem, _, _, _):
            return " \(problem); save it as UTF-8 without control characters"
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return " cannot be read as YAML"
        }
    }

    private func placed(_ problems: [FAQProblem]) -> [FAQProblem] {
        problems.map { problem in
            let mark = self.reader.mark(of: problem.key)
            return FAQProblem(line: mark?.line, column: mark?.column, key: problem.key, message: problem.message)
        }
    }

    // MARK: Parts

    private mutating func prompts(_ node: Node) -> DialoguePrompts {
        var prompts = DialoguePrompts()
        let texts: [(String, WritableKeyPath<DialoguePrompts, String>)] = [
            ("still_there", \.stillThere), ("goodbye", \.goodbye), ("transferring", \.transferring),
            ("voicemail", \.voicemail), ("apology", \.apology), ("resumed", \.resumed), ("busy", \.busy),
            ("hold", \.hold), ("unheld", \.unheld), ("moment", \.moment),
        ]
        let entries = self.reader.mapping(node, "prompts", allowed: ["say_again"] + texts.map(\.0))
        for (name, path) in texts {
            if let node = entries[name], let text = self.reader.text(node, "prompts.\(name)") {
                prompts[keyPath: path] = text
            }
        }
        if let node = entries["say_again"] {
            prompts.sayAgain = self.reader.oneOrMore(node, "prompts.say_again", limit: FAQLimits.answersPerQuestion)
        }
        return prompts
    }

    private mutating func slots(_ node: Node) -> [String: [String]] {
        var slots: [String: [String]] = [:]
        for (name, values) in self.reader.mapping(node, "slots").sorted(by: { $0.key < $1.key }) {
            slots[name] = self.reader.texts(
                values,
                "slots.\(name)",
                limit: FAQLimits.valuesPerSlot,
                longest: FAQLimits.phraseLength
            )
        }
        return slots
    }

    private mutating func policy(_ node: Node) -> (DialoguePolicy, FAQMatching) {
        var policy = FAQPolicyReader(reader: self.reader)
        let result = policy.read(node)
        self.reader = policy.reader
        return result
    }

    private mutating func question(_ node: Node, _ key: String, _ prompts: DialoguePrompts) -> FAQQuestion {
        let entries = self.reader.mapping(node, key, allowed: ["id", "variants", "keywords", "answer", "action"])
        var question = FAQQuestion(id: "", variants: [], answers: [])
        if let node = entries["id"] {
            question.id = self.reader.text(node, "\(key).id") ?? ""
        } else {
            self.reader.add("\(key).id", "is missing; name the question", at: node)
        }
        if let node = entries["variants"] {
            question.variants = self.phrases(node, "\(key).variants", FAQLimits.variantsPerQuestion)
        }
        if let node = entries["keywords"] {
            question.keywords = self.phrases(node, "\(key).keywords", FAQLimits.keywordsPerQuestion)
        }
        if let node = entries["answer"] {
            question.answers = self.reader.oneOrMore(node, "\(key).answer", limit: FAQLimits.answersPerQuestion)
        }
        if let node = entries["action"] { question.action = self.action(node, "\(key).action") }
        if question.answers.isEmpty { question.answers = Self.standardAnswer(question.action, prompts) }
        return question
    }

    private mutating func phrases(_ node: Node, _ key: String, _ limit: Int) -> [String] {
        self.reader.texts(node, key, limit: limit, longest: FAQLimits.phraseLength)
    }

    private mutating func action(_ node: Node, _ key: String) -> DialogueAction {
        switch node.scalar?.string {
        case "listen": return .listen
        case "repeat": return .repeatLast
        case "hang_up": return .hangUp
        case "voicemail": return .voicemail
        case "transfer": return .transfer(to: nil)
        case let text? where text.hasPrefix("transfer:"):
            let number = String(text.dropFirst("transfer:".count))
            if FAQPolicyReader.isTelephoneNumber(number) { return .transfer(to: number) }
            self.reader.add(key, "\"\(number)\" is no number in E.164 form, like +12025550143", at: node)
        default:
            self.reader.add(
                key,
                "must be listen, repeat, hang_up, voicemail, transfer or transfer:+NUMBER",
                at: node
            )
        }
        return .listen
    }

    /// An action without an answer says the dialogue's sentence for it.
    private static func standardAnswer(_ action: DialogueAction, _ prompts: DialoguePrompts) -> [String] {
        switch action {
        case .listen, .repeatLast: []
        case .hangUp: [prompts.goodbye]
        case .transfer: [prompts.transferring]
        case .voicemail: [prompts.voicemail]
        }
    }
}
