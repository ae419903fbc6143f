// SPDX-License-Identifier: Apache-2.0

/// An answer of Twilio's that says no: an HTTP status, Twilio's number, and words.
struct TwinFailure: Error, Sendable, Hashable {
    var status: Int
    var code: Int
    var message: String

    init(_ status: Int, _ code: Int, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// Nothing is known under this path.
    static func unknown(_ path: String) -> Self {
        Self(404, 20_404, "The requested resource \(path) was not found")
    }

    /// A parameter that is not as it has to be.
    static func invalid(_ name: String, _ why: String) -> Self {
        Self(400, 20_001, "Invalid parameter \(name): \(why)")
    }

    static let unauthorised = Self(401, 20_003, "Authenticate")

    /// As the 2010 API writes it.
    var answer: TwinAnswer {
        TwinAnswer(
            status: self.status,
            body: [
                "code": .number(self.code), "message": .text(self.message),
                "more_info": .text("https://www.twilio.com/docs/errors/\(self.code)"), "status": .number(self.status),
            ]
        )
    }
}
