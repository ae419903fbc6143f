// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import NIOCore
import SafeText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request's body as one JSON object, read strictly: fields nobody asks for are refused, because a word that is
/// misspelt would be a call nobody wanted.
///
/// ```swift
/// var fields = try await JSONRequest.read(request, limits)
/// let to = try fields.required("to")
/// try fields.finish()
/// ```
struct JSONRequest {
    /// A value of a field. Numbers are whole: nothing here is anything else.
    enum Value: Decodable, Equatable {
        case string(String)
        case integer(Int)
        case flag(Bool)
        case object([String: Value])
        case null

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let integer = try? container.decode(Int.self) {
                self = .integer(integer)
            } else if let string = try? container.decode(String.self) {
                self = .string(string)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }
    }

    /// The largest body, in bytes.
    static let maximumBytes = 256 << 10
    /// How deep objects may be nested.
    static let maximumDepth = 8

    private var fields: [String: Value]

    /// Reads the body; an empty one is an object without fields.
    static func read(_ request: Request) async throws -> JSONRequest {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= self.maximumBytes else { throw Problem.tooLarge(limit: self.maximumBytes) }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: self.maximumBytes)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit: self.maximumBytes)
        } catch {
            throw Problem.badRequest("The body ended early.")
        }
        guard body.readableBytes > 0 else { return JSONRequest(fields: [:]) }
        guard self.isJSON(request.headers[.contentType]) else { throw Problem.notJSON }
        return try self.parse(Array(buffer: body))
    }

    static func parse(_ body: [UInt8]) throws(Problem) -> JSONRequest {
        guard self.isShallow(body) else {
            throw .badRequest("The body is nested deeper than \(self.maximumDepth) levels.")
        }
        do {
            return JSONRequest(fields: try JSONDecoder().decode([String: Value].self, from: Data(body)))
        } catch {
            throw .badRequest("The body must be one JSON object of strings, whole numbers, true, false and objects.")
        }
    }

    private init(fields: [String: Value]) {
        self.fields = fields
    }

    private static func isJSON(_ type: String?) -> Bool {
        guard let type else { return false }
        return type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased() == "application/json"
    }

    /// Counts brackets outside strings before anything is built.
    private static func isShallow(_ body: [UInt8]) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in body {
            if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
            if depth > self.maximumDepth { return false }
        }
        return true
    }
}

// MARK: - Fields

extension JSONRequest {
    /// A text; `nil` if it is missing or `null`.
    mutating func string(_ name: String) throws(Problem) -> String? {
        switch self.fields.removeValue(forKey: name) {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw .invalid(name, "\(name) must be a text.")
        }
    }

    /// A text that must be there and have something in it.
    mutating func required(_ name: String) throws(Problem) -> String {
        guard let text = try self.string(name), !text.isEmpty else { throw .invalid(name, "\(name) is missing.") }
        return text
    }

    /// A text to be said.
    mutating func sentence(_ name: String) throws(Problem) -> String? {
        guard let text = try self.string(name) else { return nil }
        guard text.count <= CallDialler.longestText else {
            throw .invalid(name, "\(name) must have at most \(CallDialler.longestText) characters.")
        }
        return SafeText.clean(text)
    }

    /// Whole seconds.
    mutating func seconds(_ name: String) throws(Problem) -> Duration? {
        switch self.fields.removeValue(forKey: name) {
        case nil, .null?: return nil
        case .integer(let seconds)? where (0...1_000_000).contains(seconds): return .seconds(seconds)
        default: throw .invalid(name, "\(name) must be a whole number of seconds.")
        }
    }

    /// `true` or `false`; missing is `false`.
    mutating func flag(_ name: String) throws(Problem) -> Bool {
        switch self.fields.removeValue(forKey: name) {
        case nil, .null?: return false
        case .flag(let flag)?: return flag
        default: throw .invalid(name, "\(name) must be true or false.")
        }
    }

    /// Whatever it is.
    mutating func value(_ name: String) -> Value? {
        self.fields.removeValue(forKey: name).flatMap { $0 == .null ? nil : $0 }
    }

    /// Another object in a field.
    static func inside(_ object: [String: Value]) -> JSONRequest { JSONRequest(fields: object) }

    /// Refuses what nobody has asked for.
    func finish(in name: String? = nil) throws(Problem) {
        guard let unknown = self.fields.keys.min() else { return }
        let field = SafeText.clean(String(unknown.prefix(64)))
        throw .invalid((name.map { $0 + "." } ?? "") + field, "This field is unknown here.")
    }
}
