// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What went wrong in PostgREST or PostgreSQL; becomes an answer in PostgREST's words.
package struct SimulatedError: Error, Sendable {
    private struct Body: Encodable {
        private enum CodingKeys: String, CodingKey {
            case code
            case details
            case hint
            case message
        }

        var error: SimulatedError

        func encode(to encoder: any Encoder) throws {
            // All four are always there.
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(self.error.code, forKey: .code)
            try container.encode(self.error.details, forKey: .details)
            try container.encode(self.error.hint, forKey: .hint)
            try container.encode(self.error.message, forKey: .message)
        }
    }

    /// A code of PostgREST (`PGRST202`) or a SQLSTATE.
    package var code: String
    package var message: String
    package var details: String?
    package var hint: String?

    package init(_ code: String, _ message: String, details: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint
    }

    package static func unknownFunction(_ function: String, _ names: [String]) -> Self {
        let parameters = names.isEmpty ? "without parameters" : "with parameters \(names.joined(separator: ", "))"
        return Self(
            "PGRST202",
            "Could not find the function public.\(function) \(parameters) in the schema cache",
            details: "Searched for the function public.\(function) \(parameters), but no matches were found."
        )
    }

    var body: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Four texts always become JSON.
        return (try? encoder.encode(Body(error: self))).map { Array($0) } ?? []
    }

    /// PostgREST 14's status for it (`src/library/PostgREST/Error.hs`, `pgErrorStatus` and `status`).
    package func status(isAnonymous: Bool) -> Int {
        if self.code.hasPrefix("PGRST") { return Self.postgRESTStatus[String(self.code.dropFirst(5))] ?? 400 }
        if self.code.hasPrefix("PT"), let status = Int(self.code.dropFirst(2)) { return status }
        if let status = Self.exact[self.code] { return status }
        switch self.code {
        case "42501": return isAnonymous ? 401 : 403
        case "21000": return self.message.contains("requires a WHERE clause") ? 400 : 500
        case "22023": return self.message.hasPrefix("role ") && self.message.hasSuffix("does not exist") ? 401 : 400
        default: return Self.classes[String(self.code.prefix(2))] ?? 400
        }
    }

    private static let exact = [
        "23503": 409, "23505": 409, "25006": 405, "42883": 404, "42P01": 404, "42P17": 500, "53400": 500, "57P01": 503,
        "P0001": 400,
    ]

    private static let classes = [
        "08": 503, "09": 500, "0L": 403, "0P": 403, "25": 500, "28": 403, "2D": 500, "38": 500, "39": 500, "3B": 500,
        "40": 500, "53": 503, "54": 500, "55": 500, "57": 500, "58": 500, "F0": 500, "HV": 500, "P0": 500, "XX": 500,
    ]

    private static let postgRESTStatus = [
        "000": 503, "001": 503, "002": 503, "003": 504, "100": 400, "101": 405, "102": 400, "103": 416, "105": 405,
        "106": 406, "107": 406, "116": 406, "117": 405, "122": 400, "124": 400, "125": 404, "126": 404, "202": 404,
        "203": 300, "204": 400, "205": 404, "300": 500, "301": 401, "302": 401, "303": 401, "X00": 500,
    ]
}
