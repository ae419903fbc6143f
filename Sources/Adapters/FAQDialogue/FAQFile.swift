// SPDX-License-Identifier: Apache-2.0

public import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A dialogue of questions and answers, as its author wrote it in YAML.
///
/// This target turns such a file into a ``CallCore/Dialogue``: what is said, by which rules, and a ``FAQResponder``
/// that finds the answer to what a caller said.
///
/// ```swift
/// let file = try FAQFile(contentsOf: "restaurant.yaml")
/// let dialogue = try file.dialogue()
/// ```
///
/// A mistake in the file is an ``FAQError`` that names every problem with line, column and the mend. `docs/dialogue.md`
/// is the reference of the format.
public struct FAQFile: Sendable, Hashable {
    /// The fixed sentences.
    public var prompts: DialoguePrompts
    /// The rules of the conversation.
    public var policy: DialoguePolicy
    /// When a question counts as understood.
    public var matching: FAQMatching
    /// What `{name}` stands for in variants and answers: the values as they are written.
    public var slots: [String: [String]]
    /// The questions, in the order of the file.
    public var questions: [FAQQuestion]

    /// Creates a dialogue in code; ``FAQResponder/init(file:)`` checks it.
    public init(
        prompts: DialoguePrompts = DialoguePrompts(),
        policy: DialoguePolicy = DialoguePolicy(),
        matching: FAQMatching = FAQMatching(),
        slots: [String: [String]] = [:],
        questions: [FAQQuestion]
    ) {
        self.prompts = prompts
        self.policy = policy
        self.matching = matching
        self.slots = slots
        self.questions = questions
    }

    /// Reads a dialogue from the text of a YAML file; throws ``FAQError`` with all problems at once.
    ///
    /// `name` stands for the file in messages.
    public init(yaml: String, name: String = "dialogue") throws {
        guard yaml.utf8.count <= FAQLimits.fileBytes else {
            throw FAQError(.tooLarge, "\(name): larger than 1 MiB; split the dialogue or shorten it")
        }
        var reader = FAQFileReader(name: name)
        self = try reader.read(yaml)
    }

    /// Reads the file at a path; throws ``FAQError`` if it cannot be read or is wrong.
    public init(contentsOf path: String) throws {
        let data: Data
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            guard size <= FAQLimits.fileBytes else {
                throw FAQError(.tooLarge, "\(path): larger than 1 MiB; split the dialogue or shorten it")
            }
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as FAQError {
            throw error
        } catch {
            throw FAQError(.unreadable, "\(path): cannot be read; check that it exists and its mode", cause: error)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw FAQError(.unreadable, "\(path): is not UTF-8; save it as UTF-8")
        }
        try self.init(yaml: text, name: path)
    }

    /// What callers are likely to say, for the recogniser: lower case, without punctuation, numbers as words.
    public var hints: SpeechHints {
        SpeechHints(
            phrases: Self.unique(self.questions.flatMap(\.variants).map(PhraseText.spoken)),
            slots: self.slots.mapValues { Self.unique($0.map(PhraseText.spoken)) },
            keywords: Self.unique(self.questions.flatMap(\.keywords).map(PhraseText.spoken))
        )
    }

    /// The dialogue that a call session runs; throws ``FAQError`` if the file contradicts itself.
    public func dialogue() throws -> Dialogue {
        Dialogue(prompts: self.prompts, policy: self.policy, responder: try FAQResponder(file: self))
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
