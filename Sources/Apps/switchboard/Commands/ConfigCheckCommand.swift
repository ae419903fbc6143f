// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `config check`: all problems at once, each with its mend.
struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Lists every problem of the configuration; exit 78 if there is one."
    )

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print one JSON object.") var json = false

    private struct Report: Encodable {
        struct Problem: Encodable {
            let setting: String
            let message: String
        }

        let ok: Bool
        let problems: [Problem]
        let substitutions: [String]
    }

    func run() async throws {
        let report = await self.check()
        let console = Console()
        if self.json {
            console.print(try JSONText.encode(report))
        } else {
            for line in self.lines(report) { console.print(line) }
        }
        if !report.ok { throw CommandExit.configuration }
    }

    private func check() async -> Report {
        do {
            let values = try await ConfigurationLoader.load(file: self.options.file)
            let configuration = try ServerConfiguration(values, randomToken: RandomText.token)
            try Dialogues.check(configuration)
            return Report(ok: true, problems: [], substitutions: configuration.substitutions)
        } catch let error as ConfigurationProblems {
            let problems = error.problems.map { Report.Problem(setting: $0.subject, message: $0.message) }
            return Report(ok: false, problems: problems, substitutions: [])
        } catch {
            let problem = Report.Problem(setting: "configuration", message: "\(error)")
            return Report(ok: false, problems: [problem], substitutions: [])
        }
    }

    private func lines(_ report: Report) -> [String] {
        if report.ok { return report.substitutions.map { "note: \($0)" } + ["The configuration is fine."] }
        let problems = report.problems.map { ConfigurationProblem(subject: $0.setting, message: $0.message) }
        return [ConfigurationProblems(problems: problems).description]
    }
}
