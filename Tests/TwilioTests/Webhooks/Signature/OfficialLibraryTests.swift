// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

/// Compares signatures with Twilio's own Python library, where it is installed (`pip install twilio`).
@Suite struct OfficialLibraryTests {
    private struct Request: Codable {
        var url: String
        var fields: [[String]]
        var body: String?
        var algorithm: String
        var signature: String
        var key: String
    }

    private struct Answer: Codable {
        var computed: String
        var isValid: Bool
    }

    /// The library takes any mapping with `getlist` for repeated names.
    private static let script = """
        import json, logging, sys
        from twilio.request_validator import RequestValidator
        logging.disable(logging.CRITICAL)
        class Form(dict):
            def getlist(self, name): return self[name]
        answers = []
        for request in json.load(sys.stdin):
            validator = RequestValidator(request["key"])
            form = Form()
            for name, value in request["fields"]: form.setdefault(name, []).append(value)
            content = request.get("body")
            algorithm = request["algorithm"]
            answers.append({
                "computed": validator.compute_signature(request["url"], form, algorithm),
                "isValid": validator.validate(request["url"], form if content is None else content,
                                              request["signature"], algorithm),
            })
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

    /// One random request: of which kind, what is signed, and whether something is changed afterwards.
    private static func random(_ index: Int, _ generator: inout SeededGenerator) -> (Request, SignatureVerdict) {
        let kind = index % 8
        let count = index % 250 == 3 ? 3_000 : Int.random(in: 0..<12, using: &generator)
        let isForm = kind < 4
        var fields = isForm ? (0..<count).map { _ in [Self.text(&generator), Self.text(&generator)] } : []
        if kind == 1, let first = fields.first { fields += [first, [first[0], "other"], [first[0], ""]] }
        var body = kind == 6 ? #"{"text": "\#(index) é"}"# : nil
        let port =
            Bool.random(using: &generator) ? "" : [":443", ":8443", ":80"].randomElement(using: &generator) ?? ""
        let isUpgrade = kind == 7
        let origin = "https://host\(index).example" + (isUpgrade ? "" : port)
        var target = "/v/" + (Bool.random(using: &generator) ? "" : "/\(index)/")
        if kind != 0, !isUpgrade {
            let query = FormParameters([.init(name: "q", value: Self.text(&generator)), .init(name: "e", value: "")])
            target += "?" + String(decoding: query.encoded, as: UTF8.self)
        }
        if let body { target += "&bodySHA256=" + RequestSignature.bodyHash(of: Array(body.utf8)) }
        let url = (isUpgrade ? "wss" + origin.dropFirst(5) : origin) + target
        let isShared = kind == 2
        // One in three is signed without the port.
        let signed = index % 3 == 0 && !port.isEmpty && !isUpgrade ? url.replacing(port + "/", with: "/") : url
        let form = { FormParameters(fields.map { .init(name: $0[0], value: $0[1]) }) }
        var signature = RequestSignature.of(
            url: signed,
            parameters: form(),
            token: AuthToken(isShared ? "shared" : "12345"),
            algorithm: isShared ? .hmacSHA256 : .hmacSHA1
        ).headerValue
        switch index % 5 {
        case 1: fields.append(["tampered", "x"])
        case 2: signature = (signature.first == "A" ? "B" : "A") + signature.dropFirst()
        case 3: body = body.map { $0 + " " }
        default: break
        }
        if !isForm { fields = [] }
        let request = Request(
            url: url,
            fields: fields,
            body: body,
            algorithm: isShared ? "HMAC_SHA256" : "HMAC_SHA1",
            signature: signature,
            key: isShared ? "shared" : "12345"
        )
        return (request, Self.verdict(request, origin: origin, target: target, form: form(), isUpgrade: isUpgrade))
    }

    private static func verdict(
        _ request: Request,
        origin: String,
        target: String,
        form: FormParameters,
        isUpgrade: Bool
    ) -> SignatureVerdict {
        guard let publicURL = try? PublicURL(origin) else { return .malformedTarget }
        let validator = SignatureValidator(
            publicURL: publicURL,
            tokens: [AuthToken("other"), AuthToken("12345")],
            sharedKeys: ["k": AuthToken("shared")]
        )
        let content: SignedContent =
            isUpgrade ? .webSocketUpgrade : request.body.map { .body(Array($0.utf8)) } ?? .form(form)
        return validator.verdict(
            signature: request.signature,
            settings: request.algorithm == "HMAC_SHA256" ? "key=k,algorithm=HMAC_SHA256" : nil,
            target: target,
            content: content
        )
    }

    @Test(.enabled(if: isInstalled, "needs python3 with the package twilio"))
    func agreesOnAThousandRandomRequestsOfAllKinds() throws {
        var generator = SeededGenerator(seed: 31)
        let requests = (0..<1_000).map { Self.random($0, &generator) }
        let answer = try #require(Self.python(Self.script, input: JSONEncoder().encode(requests.map(\.0))))
        let answers = try JSONDecoder().decode([Answer].self, from: answer)
        #expect(answers.count == 1_000)
        for ((request, verdict), answer) in zip(requests, answers) {
            #expect(verdict.isValid == answer.isValid, "\(verdict) \(request.url) \(request.fields.count)")
            let form = FormParameters(request.fields.map { .init(name: $0[0], value: $0[1]) })
            let signature = RequestSignature.of(
                url: request.url,
                parameters: form,
                token: AuthToken(request.key),
                algorithm: request.algorithm == "HMAC_SHA256" ? .hmacSHA256 : .hmacSHA1
            )
            #expect(signature.headerValue == answer.computed)
        }
        // Both kinds of answer must occur, or nothing was compared.
        #expect(answers.count(where: \.isValid) > 400)
        #expect(answers.count(where: { !$0.isValid }) > 200)
    }
}
