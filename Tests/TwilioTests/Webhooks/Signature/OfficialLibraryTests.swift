// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

/// Compares signatures with Twilio's own Python library, where it is installed (`pip install twilio`).
@Suite struct OfficialLibraryTests {
    private struct Request: Codable {
        var url: String
        var fields: [[String]]
        var signature: String
    }

    /// The library takes any mapping with `getlist` for repeated names.
    private static let script = """
        import json, sys
        from twilio.request_validator import RequestValidator
        class Form(dict):
            def getlist(self, name): return self[name]
        validator = RequestValidator("12345")
        answers = []
        for request in json.load(sys.stdin):
            form = Form()
            for name, value in request["fields"]: form.setdefault(name, []).append(value)
            signature = validator.compute_signature(request["url"], form)
            answers.append(signature == request["signature"])
        json.dump(answers, sys.stdout)
        """

    private static func python(_ script: String, input: Data = Data()) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let output = Pipe()
        // Through a file: a pipe would have to be filled while the answer is read.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? input.write(to: file)) != nil else { return nil }
        process.standardInput = try? FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }

    private static let isInstalled = python("import twilio") != nil

    private static func text(_ generator: inout SeededGenerator) -> String {
        let letters = Array("abcABC019 +&=%_-.~'\"<>éñ€😀\u{301}\t\n")
        return String(
            (0..<Int.random(in: 0..<9, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
        )
    }

    @Test(.enabled(if: isInstalled, "needs python3 with the package twilio"))
    func agreesOnAThousandRandomRequests() throws {
        var generator = SeededGenerator(seed: 31)
        let token = AuthToken("12345")
        let requests = (0..<1_000).map { index in
            let fields = (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                [Self.text(&generator), Self.text(&generator)]
            }
            let query = String(
                decoding: FormParameters([.init(name: "q", value: Self.text(&generator))]).encoded,
                as: UTF8.self
            )
            let url = "https://host\(index).example/v/\(index)?\(query)"
            let form = FormParameters(fields.map { .init(name: $0[0], value: $0[1]) })
            let signature = RequestSignature.of(url: url, parameters: form, token: token).headerValue
            return Request(url: url, fields: fields, signature: signature)
        }
        let answer = try #require(Self.python(Self.script, input: JSONEncoder().encode(requests)))
        let agreed = try JSONDecoder().decode([Bool].self, from: answer)
        #expect(agreed.count == 1_000)
        let different = zip(requests, agreed).filter { !$0.1 }.map(\.0)
        #expect(different.isEmpty, "\(different.first.map { "\($0)" } ?? "")")
    }
}
