// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// One document written twice: with this library, and as a Python program for Twilio's own.
struct OracleDocument: Sendable, CustomTestStringConvertible {
    let name: String
    let python: String
    let response: Response

    init(_ name: String, python: String, @ResponseBuilder _ content: () -> Response.Content) {
        self.name = name
        self.python = python
        self.response = Response(content)
    }

    var testDescription: String { self.name }

    static let all = speech + input + dial + connect + relay + background + payment
}
