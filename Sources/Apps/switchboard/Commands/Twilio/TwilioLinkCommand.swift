// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SafeText
import Twilio
import TwilioREST

/// `twilio link`: makes a number's calls come to this server, after showing what changes.
struct TwilioLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Sets voice, fallback and status URL of a number, after showing the change.",
        discussion: """
            Needs TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN (or TWILIO_API_KEY and TWILIO_API_SECRET) and PUBLIC_URL.
            What was set before is printed as a line for --undo.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The number in E.164, such as +14155550123.") var number: String?
    @Flag(name: .shortAndLong, help: "Make the change without asking.") var yes = false
    @Flag(help: "Show the change and make none.") var dryRun = false
    @Option(help: "Take a change back: the JSON text that an earlier link printed.") var undo: String?
    @Flag(help: "Print one JSON object; needs --yes or --dry-run to change or not.") var json = false

    private struct Report: Encodable {
        let number: String
        let changes: [NumberLink.Change]
        let notes: [String]
        let applied: Bool
        let undo: NumberLink.Undo?
    }

    func validate() throws {
        guard self.number != nil || self.undo != nil else { throw ValidationError("Give the number, or --undo.") }
        guard !self.json || self.yes || self.dryRun || self.undo != nil else {
            throw ValidationError("--json asks nothing: add --yes or --dry-run.")
        }
    }

    func run() async throws {
        let configuration = try await self.options.loadServerConfiguration()
        let console = Console()
        let client = try TwilioAPI.client(configuration, console)
        let result = await Result(catching: { try await self.work(client, configuration, console) })
        try? await client.shutdown()
        do {
            try result.get()
        } catch let error as TwilioRESTError {
            console.complain(error.description)
            throw CommandExit.unavailable
        }
    }

    private func work(_ client: TwilioClient, _ configuration: ServerConfiguration, _ console: Console) async throws {
        if let undo = self.undo {
            let undo = try JSONDecoder().decode(NumberLink.Undo.self, from: Data(undo.utf8))
            try await undo.apply(with: client)
            return console.print("The number is as it was.")
        }
        let resource = try await NumberLink.find(self.number ?? "", with: client)
        let link = NumberLink(resource, to: try Self.target(configuration, console))
        if !self.json { self.show(link, console) }
        guard !link.changes.isEmpty, !self.dryRun, self.isWanted(console) else {
            return try self.report(link, undo: nil, applied: false, console)
        }
        try self.report(link, undo: try await link.apply(with: client), applied: true, console)
    }

    private static func target(
        _ configuration: ServerConfiguration,
        _ console: Console
    ) throws -> NumberLink.Target {
        guard let text = configuration.publicURL, let url = try? PublicURL(text), url.isSecure else {
            console.complain("Set PUBLIC_URL to the https:// address under which Twilio reaches this server.")
            throw CommandExit.configuration
        }
        return NumberLink.Target(
            voice: Callback(url.url(of: "/api/calls/incoming")),
            fallback: Callback(url.url(of: "/api/calls/fallback")),
            status: Callback(url.url(of: "/api/calls/status"))
        )
    }

    private func show(_ link: NumberLink, _ console: Console) {
        if link.changes.isEmpty { console.print("The number is linked already.") }
        for change in link.changes {
            let before = SafeText.terminal(change.before ?? "")
            console.print("\(console.styled(change.field.rawValue, .cyan))")
            console.print("  - \(before.isEmpty ? "nothing" : before)")
            console.print("  + \(change.after.isEmpty ? "nothing" : change.after)")
        }
        for note in link.notes { console.print(note) }
    }

    private func isWanted(_ console: Console) -> Bool {
        if self.yes { return true }
        console.print("Change it? [y/N]")
        return console.readsYes()
    }

    private func report(
        _ link: NumberLink,
        undo: NumberLink.Undo?,
        applied: Bool,
        _ console: Console
    ) throws {
        if self.json {
            let report = Report(
                number: self.number ?? "",
                changes: link.changes,
                notes: link.notes,
                applied: applied,
                undo: undo
            )
            return console.print(try JSONText.encode(report))
        }
        guard applied else { return console.print("Nothing was changed.") }
        console.print(console.styled("The number's calls come to this server.", .green))
        guard let undo else { return }
        let text = String(decoding: try JSONEncoder().encode(undo), as: UTF8.self)
        console.print("To take it back: switchboard twilio link --undo '\(SafeText.terminal(text))'")
    }
}
