// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio
import TwilioRESTTestSupport

/// One request of ``SpecTable``, and what is wrong with a request that claims to be one.
struct SpecOperation: Sendable {
    struct Field: Sendable {
        var name: String
        var kind: String
        var isRequired: Bool
        var isRepeatable: Bool
    }

    var method: String
    var path: String
    var fields: [Field]

    var name: String { "\(self.method) \(self.path)" }

    static let all: [SpecOperation] = {
        var operations: [SpecOperation] = []
        for line in SpecTable.operations.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard line.hasPrefix(" ") else {
                operations.append(Self(method: String(words[0]), path: String(words[1]), fields: []))
                continue
            }
            operations[operations.count - 1].fields += words.map { Self.field($0) }
        }
        return operations
    }()

    private static func field(_ text: Substring) -> Field {
        let colon = text.firstIndex(of: ":")!
        let isRequired = text[..<colon].hasSuffix("*")
        let isRepeatable = text.hasPrefix("[")
        let name = text[..<colon].filter { !"[]*".contains($0) }
        return Field(
            name: name,
            kind: String(text[text.index(after: colon)...]),
            isRequired: isRequired,
            isRepeatable: isRepeatable
        )
    }

    /// The operation that a request is; `nil` when Twilio has none such.
    static func matching(_ request: ScriptedServer.Request, account: AccountSID) -> SpecOperation? {
        let root = "/2010-04-01/Accounts/\(account)/"
        guard request.path.hasPrefix(root) else { return nil }
        let segments = Self.segments(request.path.dropFirst(root.count))
        return Self.all.first { operation in
            let wanted = Self.segments(operation.path[...])
            return operation.method == request.method && wanted.count == segments.count
                && zip(wanted, segments).allSatisfy { Self.fits($1, $0) }
        }
    }

    private static func segments(_ path: Substring) -> [Substring] {
        let dot = path.lastIndex(of: ".") ?? path.endIndex
        return path[..<dot].split(separator: "/") + [path[dot...]]
    }

    private static func fits(_ segment: Substring, _ wanted: Substring) -> Bool {
        switch wanted {
        case "{RE}" where segment == "Twilio.CURRENT", "{CA}" where segment == "Front": true
        // A stream by its name, a participant by its label.
        case "{MZ}": !segment.isEmpty
        case _ where wanted.hasPrefix("{"):
            segment.hasPrefix(wanted.dropFirst().dropLast()) && segment.utf8.count == 34
        default: segment == wanted
        }
    }

    /// What Twilio's description does not allow.
    func problems(_ parameters: FormParameters) -> [String] {
        var problems: [String] = []
        for (index, parameter) in parameters.enumerated() {
            let name = parameter.name.replacing(/^Parameter(\d{1,2})\./, with: "Parameter#.")
            guard let field = self.fields.first(where: { $0.name == name }) else {
                problems.append("\(self.name) has no \(parameter.name)")
                continue
            }
            if !Self.isValid(parameter.value, field.kind) {
                problems.append("\(self.name) \(parameter.name)=\(parameter.value) is no \(field.kind)")
            }
            if !field.isRepeatable, parameters.prefix(index).contains(where: { $0.name == parameter.name }) {
                problems.append("\(self.name) repeats \(parameter.name)")
            }
        }
        for field in self.fields where field.isRequired && parameters[field.name] == nil {
            problems.append("\(self.name) lacks \(field.name)")
        }
        return problems
    }

    private static func isValid(_ value: String, _ kind: String) -> Bool {
        switch kind {
        case "text": true
        case "uri": value.isEmpty || URL(string: value)?.scheme != nil
        case "integer": Int(value) != nil
        case "number": Double(value) != nil
        case "boolean": ["true", "false"].contains(value)
        case "day": value.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
        case "moment": value.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil
        case _ where kind.hasPrefix("{"):
            kind.dropFirst().dropLast().split(separator: ",").contains { $0 == value }
        default:
            // Two letters: a SID, or nothing when a value is taken away.
            value.isEmpty || (value.hasPrefix(kind) && value.utf8.count == 34)
        }
    }
}
