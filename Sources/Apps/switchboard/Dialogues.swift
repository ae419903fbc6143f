// SPDX-License-Identifier: Apache-2.0

import CallCore
import FAQDialogue

/// The dialogue a server speaks: a file of questions and answers, or the built-in example.
enum Dialogues {
    /// Reads the dialogue and applies what the settings override.
    ///
    /// - Throws: ``ConfigurationProblems`` that name the file and the mend.
    static func load(_ configuration: ServerConfiguration) throws -> Dialogue {
        do {
            var dialogue = try self.file(configuration).dialogue()
            if let number = configuration.transferNumber {
                dialogue.policy.transferNumber = number
                if case .transfer = dialogue.policy.handover { dialogue.policy.handover = .transfer(to: number) }
            }
            return dialogue
        } catch {
            let name = configuration.dialoguePath ?? Setting.dialogue.name
            throw ConfigurationProblems(problems: [ConfigurationProblem(subject: name, message: "\(error)")])
        }
    }

    /// Reads the dialogues that calls out can be ordered with, by their names.
    static func loadFurther(_ configuration: ServerConfiguration) throws -> [String: Dialogue] {
        try configuration.dialoguePaths.mapValues { path in
            var named = configuration
            named.dialoguePath = path
            return try self.load(named)
        }
    }

    /// What every caller is told in the same words: prompts, and answers without anything of the caller's in them.
    static func fixedTexts(_ configuration: ServerConfiguration) throws -> [String] {
        let paths = [configuration.dialoguePath] + configuration.dialoguePaths.values.map(Optional.some)
        return try paths.flatMap { path in
            var named = configuration
            named.dialoguePath = path
            let file = try self.file(named)
            return file.prompts.all + file.constantAnswers
        }
    }

    /// Only looks whether the dialogues can be read.
    static func check(_ configuration: ServerConfiguration) throws {
        _ = try self.load(configuration)
        _ = try self.loadFurther(configuration)
    }

    private static func file(_ configuration: ServerConfiguration) throws -> FAQFile {
        if let path = configuration.dialoguePath { return try FAQFile(contentsOf: path) }
        let example = String(decoding: PackageResources.restaurant_yaml, as: UTF8.self)
        return try FAQFile(yaml: example, name: "restaurant.yaml")
    }
}
