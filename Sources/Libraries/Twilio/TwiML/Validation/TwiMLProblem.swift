// SPDX-License-Identifier: Apache-2.0

/// One thing in a document that Twilio would refuse, cut or ignore.
///
/// Its texts are this library's own and never repeat what a document says, so they may be logged as they are.
public struct TwiMLProblem: Sendable, Hashable {
    /// Where it is, such as `Response/Gather[2]/Say`: the second `Gather`, counted where there are several.
    public var path: String
    /// The error or warning of Twilio's debugger, where it has one: <https://www.twilio.com/docs/api/errors>.
    public var code: Int?
    /// What is wrong.
    public var message: String
    /// What to do about it.
    public var mend: String

    /// Describes a problem.
    public init(path: String, code: Int? = nil, message: String, mend: String) {
        self.path = path
        self.code = code
        self.message = message
        self.mend = mend
    }
}

extension TwiMLProblem: CustomStringConvertible {
    /// All of it in one line.
    public var description: String {
        "\(self.path): \(self.message)\(self.code.map { " (Twilio \($0))" } ?? ""); \(self.mend)"
    }
}
