// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// An answer of the gateway or of PostgREST.
package struct SupabaseAnswer: Sendable {
    /// What may be shown of an answer.
    package struct Facts: Sendable, Hashable, CustomStringConvertible {
        /// The HTTP status.
        package var status: Int
        /// PostgREST's code or PostgreSQL's SQLSTATE; `nil` when neither of them answered.
        package var code: String?
        /// `Content-Type`, where the answer is not JSON.
        package var contentType: String?
        /// What Supabase's support asks for: `sb-request-id` and `cf-ray`.
        package var requestIDs: [String] = []

        /// `HTTP 403 42501 sb-request-id=…`
        package var description: String {
            let parts = ["HTTP \(self.status)", self.code, self.contentType] + self.requestIDs
            return parts.compactMap { $0 }.joined(separator: " ")
        }
    }

    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]

    var isSuccess: Bool { (200..<300).contains(self.status) }

    var isJSON: Bool {
        guard let type = self.headers.first(name: "content-type")?.lowercased() else { return false }
        return type.prefix { $0 != ";" }.contains("json")
    }

    /// What may be shown, with the code that the body names.
    func facts(code: String?) -> Facts {
        let ids = ["sb-request-id", "x-request-id", "cf-ray"].compactMap { name in
            self.headers.first(name: name).map { "\(name)=\(Self.plain($0, 64))" }
        }
        let type = self.isJSON ? nil : Self.plain(self.headers.first(name: "content-type") ?? "no content type", 40)
        return Facts(status: self.status, code: code, contentType: type, requestIDs: ids)
    }

    /// A header's value as one short word.
    private static func plain(_ value: String, _ limit: Int) -> String {
        String(
            value.prefix { $0 != ";" }.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_/.+ ".contains($0)) }
                .prefix(limit)
        )
    }
}
