// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Twilio

/// `doctor signature`: why a request that Twilio signed was refused, from a capture of it.
struct DoctorSignatureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signature",
        abstract: "Says which one change would make a refused signature right.",
        discussion: """
            Give the request as it arrived: its URL with the scheme, the X-Twilio-Signature header, and the body. The auth
            token is the configured one, or --token; without either, TWILIO_AUTH_TOKEN is asked for by its name.

              switchboard doctor signature --url https://voice.example.com/api/calls/incoming \\
                  --signature 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' --body 'CallSid=CA…&From=%2B1…'
              switchboard doctor signature --curl "$(pbpaste)"

            Exit codes: 0 the signature is right, 1 it is not.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "The URL that was called, whole; wss:// for a media stream.") var url: String?
    @Option(help: "The value of X-Twilio-Signature.") var signature: String?
    @Option(help: "The value of X-Twilio-Webhooks-Signature-Settings, if there was one.") var settings: String?
    @Option(help: "The body as it arrived; @FILE reads it from a file, - from standard input.") var body = ""
    @Option(help: "The request's method.") var method = "POST"
    @Option(help: "The request's Content-Type; default is a form.") var contentType: String?
    @Option(help: "The request as a curl command line, instead of the other options.") var curl: String?
    @Option(help: "A header of the request, NAME: VALUE; may be repeated.") var header: [String] = []
    @Option(help: "An auth token to check with; may be repeated. Default is the configuration's.") var token: [String] =
        []
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard self.curl != nil || self.url != nil else {
            throw ValidationError("Give --url and --signature, or --curl.")
        }
    }

    func run() async throws {
        let console = Console()
        let request: CapturedRequest
        do {
            request = try self.request()
        } catch {
            console.complain("\(error)")
            throw ExitCode(64)
        }
        let diagnosis = SignatureDiagnosis.explain(request, tokens: try await self.tokens(console))
        console.print(self.json ? try JSONText.encode(SignatureReport(diagnosis)) : Self.text(diagnosis, console))
        if case .valid = diagnosis.outcome { return }
        throw CommandExit.failed
    }

    private func request() throws -> CapturedRequest {
        if let curl = self.curl {
            var request = try CapturedRequest(curl: curl)
            request.signature = self.signature ?? request.signature
            return request
        }
        var request = try CapturedRequest(
            method: self.method,
            url: self.url ?? "",
            contentType: self.contentType,
            body: try self.bodyText(),
            signature: self.signature,
            settings: self.settings
        )
        request.hints = SignatureHints(headers: self.header.map(Self.field))
        return request
    }

    private func bodyText() throws -> String {
        let data: Data
        switch self.body.first {
        case "@": data = try Data(contentsOf: URL(fileURLWithPath: String(self.body.dropFirst())))
        case "-" where self.body == "-": data = try FileHandle.standardInput.readToEnd() ?? Data()
        default: return self.body
        }
        return String(decoding: data, as: UTF8.self)
    }

    private static func field(_ text: String) -> (name: String, value: String) {
        let name = text.prefix { $0 != ":" }
        let value = text.dropFirst(name.count + 1).drop { $0 == " " }
        return (String(name), String(value))
    }

    private func tokens(_ console: Console) async throws -> [AuthToken] {
        if !self.token.isEmpty { return self.token.map(AuthToken.init) }
        let values = try await self.options.load()
        let configured = [values[.twilioToken], values[.twilioSecondToken]].compactMap(\.self)
        guard !configured.isEmpty else {
            console.complain("There is no token to check with: set TWILIO_AUTH_TOKEN or give --token.")
            throw CommandExit.configuration
        }
        return configured.map(AuthToken.init)
    }

    private static func text(_ diagnosis: SignatureDiagnosis, _ console: Console) -> String {
        let report = SignatureReport(diagnosis)
        guard let part = report.differs, let signed = report.signed, let checked = report.checked else {
            let isRight = report.outcome == "valid"
            return console.styled(isRight ? "The signature is right." : report.mend, isRight ? .green : .red)
        }
        return [
            console.styled("The signature is of another \(part).", .red),
            "  signed   \(signed)",
            "  checked  \(checked)",
            "  mend     \(report.mend)",
        ].joined(separator: "\n")
    }
}
