// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an answer says in words, in whichever of Deepgram's shapes.
struct RefusalWords {
    var text: String?
    var requestID: String?

    /// `err_code`, `err_msg` mostly; `category`, `message`, `details` sometimes; plain text from what stands before
    /// Deepgram.
    private struct Body: Decodable {
        var code: String?
        var message: String?
        var details: String?
        var requestID: String?

        enum Key: String, CodingKey {
            case errorCode = "err_code"
            case errorMessage = "err_msg"
            case category
            case message
            case details
            case error
            case requestID = "request_id"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            // A field of another kind than expected is no reason to lose the others.
            let text = { (key: Key) in try? container.decode(String.self, forKey: key) }
            self.code = text(.errorCode) ?? text(.category)
            self.message = text(.errorMessage) ?? text(.message) ?? text(.error)
            self.details = text(.details)
            self.requestID = text(.requestID)
        }
    }

    init(headers: HTTPFields, body bytes: some Collection<UInt8>) {
        let bytes = Data(bytes.prefix(4_096))
        let body = try? JSONDecoder().decode(Body.self, from: bytes)
        let header = Self.field("dg-error", headers)
        let parts = [body?.code, body?.message ?? header, body?.details].compactMap { $0 }
        var text = parts.joined(separator: ": ")
        if text.isEmpty { text = header ?? String(decoding: bytes, as: UTF8.self) }
        self.text = Self.clean(text)
        self.requestID = [Self.field("dg-request-id", headers), body?.requestID].lazy.compactMap { $0 }
            .first { (1...64).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
    }

    private static func field(_ name: String, _ headers: HTTPFields) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// On one line and not too long; `nil` for nothing.
    private static func clean(_ text: String) -> String? {
        let scalars = text.unicodeScalars.prefix(500)
            .map { scalar in
                let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                return isControl || [0x2028, 0x2029].contains(scalar.value) ? " " : scalar
            }
        let line = String(String.UnicodeScalarView(scalars)).trimmed
        return line.isEmpty ? nil : line
    }
}
