// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import NIOCore
import Twilio

/// The answers hoped for.
enum Answer {
    /// What Twilio does next.
    static func twiml(_ document: TwiMLDocument) -> HummingbirdCore.Response {
        self.make(ByteBuffer(bytes: document.bytes), TwiMLDocument.contentType)
    }

    /// A JSON document.
    static func json(_ value: some Encodable) -> HummingbirdCore.Response {
        self.make(HarmlessJSON.encode(value), "application/json; charset=utf-8")
    }

    /// A JSON document of something new, and where it is to be found.
    static func created(_ value: some Encodable, at location: String) -> HummingbirdCore.Response {
        var response = self.json(value)
        response.status = .created
        response.headers[.location] = location
        return response
    }

    /// A JSON document of what has been begun and is not over yet.
    static func accepted(_ value: some Encodable) -> HummingbirdCore.Response {
        var response = self.json(value)
        response.status = .accepted
        return response
    }

    /// Text of any kind.
    static func text(_ text: String, _ contentType: String) -> HummingbirdCore.Response {
        self.make(ByteBuffer(string: text), contentType)
    }

    /// Bytes of any kind.
    static func bytes(_ bytes: ByteBuffer, _ contentType: String) -> HummingbirdCore.Response {
        self.make(bytes, contentType)
    }

    /// Nothing to say. RFC 9110 section 8.6: no `Content-Length` with 204.
    static var nothing: HummingbirdCore.Response {
        var response = HummingbirdCore.Response(status: .noContent)
        response.headers[.contentLength] = nil
        return response
    }

    private static func make(_ body: ByteBuffer, _ contentType: String) -> HummingbirdCore.Response {
        HummingbirdCore.Response(
            status: .ok,
            headers: [.contentType: contentType],
            body: .init(byteBuffer: body)
        )
    }
}
