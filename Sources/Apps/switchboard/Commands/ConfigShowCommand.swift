// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SafeText

/// `config show`: every setting in force and where it came from; secrets are never shown.
struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows every setting, its value and where that came from."
    )

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Print one JSON array.") var json = false

    private struct Row: Encodable {
        let name: String
        let key: String
        let value: String?
        let source: String
        let summary: String
    }

    func run() async throws {
        let values = try await self.options.load()
        let rows = values.entries.map { entry in
            Row(
                name: entry.setting.name,
                key: entry.setting.keyText,
                value: entry.value.map { entry.setting.isSecret ? "(secret, \($0.utf8.count) bytes)" : $0 },
                source: entry.source.description,
                summary: entry.setting.summary
            )
        }
        let console = Console()
        guard !self.json else {
            return console.print(try JSONText.encode(rows))
        }
        var table = Table(["environment", "key in the file", "value", "from", "meaning"])
        for row in rows {
            table.append([row.name, row.key, SafeText.terminal(row.value ?? "-"), row.source, row.summary])
        }
        for line in table.lines { console.print(line) }
    }
}
