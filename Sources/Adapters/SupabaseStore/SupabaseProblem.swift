// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOHTTP1

/// What the body of an answer that is no success says, in PostgREST's shape or a gateway's, or in none.
///
/// `details` is not read: it holds rows. `hint` is not either: it may repeat names from the request.
struct SupabaseProblem {
    private struct Body: Decodable {
        /// A number in answers of other services, a text in PostgREST's.
        var code: Word?
        var message: String?
        var msg: String?
        var error: Word?
    }

    private struct Word: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            self.text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    /// PostgREST's code or the SQLSTATE.
    var code: String?
    var message: String
    var isJSON: Bool

    init(_ answer: SupabaseAnswer) {
        let body = Data(answer.body.prefix(65_536))
        guard answer.isJSON || answer.headers.contains(name: "proxy-status"),
            let problem = try? JSONDecoder().decode(Body.self, from: body)
        else {
            self.code = nil
            self.message = Self.text(ofPage: String(decoding: answer.body.prefix(4_096), as: UTF8.self))
            self.isJSON = false
            return
        }
        self.code = problem.code?.text.flatMap { Self.isCode($0) ? $0 : nil }
        self.message = problem.message ?? problem.msg ?? problem.error?.text ?? ""
        self.isJSON = true
    }

    private static func isCode(_ text: String) -> Bool {
        (1...8).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
    }

    /// The words of an HTML page or a plain text.
    private static func text(ofPage page: String) -> String {
        page.replacing(/(?s)<(style|script)[^>]*>.*?(<\/(style|script)>|$)/) { _ in " " }
            .replacing(/<[^>]*(>|$)/) { _ in " " }
            .split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
