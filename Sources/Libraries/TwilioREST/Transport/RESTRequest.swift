// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Twilio

/// One request, ready to be sent as often as its ``repetition`` allows.
struct RESTRequest: Sendable {
    /// Whether sending it twice has the effect of sending it once.
    enum Repetition: Sendable {
        /// Reading, deleting, setting a value.
        case safe
        /// Dialling, sending, starting: only repeated when it surely had no effect.
        case onlyWhenNothingHappened
    }

    /// What is asked for, in a word or two: for metrics and logs.
    var operation: String
    var method: HTTPMethod
    /// The path after the account, with its `.json`.
    var path: String
    var query: FormParameters = [:]
    var form: FormParameters = [:]
    /// What the answer should be.
    var accept = "application/json"
    var repetition: Repetition

    static func get(_ operation: String, _ path: String, query: FormParameters = [:]) -> Self {
        Self(operation: operation, method: .GET, path: path, query: query, repetition: .safe)
    }

    static func delete(_ operation: String, _ path: String) -> Self {
        Self(operation: operation, method: .DELETE, path: path, repetition: .safe)
    }

    /// Sets values: the same again changes nothing.
    static func update(_ operation: String, _ path: String, form: FormParameters) -> Self {
        Self(operation: operation, method: .POST, path: path, form: form, repetition: .safe)
    }

    /// Makes something happen.
    static func create(_ operation: String, _ path: String, form: FormParameters) -> Self {
        Self(operation: operation, method: .POST, path: path, form: form, repetition: .onlyWhenNothingHappened)
    }

    /// The request target for an account, with an encoded query.
    func target(account: AccountSID) -> String {
        let path = "/2010-04-01/Accounts/\(account)/\(self.path)"
        return self.query.isEmpty ? path : path + "?" + String(decoding: self.query.encoded, as: UTF8.self)
    }

    /// A text as one segment of a path, RFC 3986.
    static func segment(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                bytes.append(byte)
            default:
                // The dot too: a segment of dots would be taken for a relative path.
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
