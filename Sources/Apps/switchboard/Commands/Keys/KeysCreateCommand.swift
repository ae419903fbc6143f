// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GatewayHTTP

/// `keys create`: a new key, shown once, and the entry that the server needs, which holds only its hash.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a key of 256 random bits and the entry for API_KEYS or the file of API_KEYS_FILE.",
        discussion: "The key is shown once and kept nowhere. A server reads API_KEYS_FILE again at SIGHUP."
    )

    @Option(help: "Who uses it, for the record: letters, digits, . _ and -.") var name: String
    @Option(help: "What it may do: monitor, read, control or admin.") var scope = "read"
    @Flag(help: "Print one JSON object.") var json = false

    private struct Report: Encodable {
        let name: String
        let scope: String
        let key: String
        let entry: String
    }

    func validate() throws {
        guard APIScope(rawValue: self.scope) != nil else {
            let scopes = APIScope.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--scope must be one of \(scopes).")
        }
    }

    func run() async throws {
        guard let scope = APIScope(rawValue: self.scope) else { return }
        let key = APIKey()
        let entry = key.entry(named: self.name, scope: scope)
        let console = Console()
        do {
            _ = try APIKeyEntry(entry, fallbackName: "key")
        } catch {
            console.complain("The name cannot be used: \(error.description).")
            throw ExitCode(64)
        }
        if self.json {
            let report = Report(name: self.name, scope: self.scope, key: key.text, entry: entry)
            return console.print(try JSONText.encode(report))
        }
        console.print("key    \(key.text)")
        console.print("entry  \(entry)")
        console.print("Keep the key; put the entry into API_KEYS or the file of API_KEYS_FILE.")
    }
}
