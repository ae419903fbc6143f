// SPDX-License-Identifier: Apache-2.0

import Twilio

/// One thing the REST API can be asked for.
struct TwinRoute: Sendable {
    /// A request on its way to what it asks for.
    struct Context {
        var request: SimulatedRESTRequest
        /// What stands for `{}` in the pattern.
        var captures: [String] = []

        var form: FormParameters { self.request.form }
        var query: FormParameters { self.request.query }
        var failure: TwinFailure { .unknown(self.request.path) }
    }

    typealias Answer = @Sendable (SimulatedREST, Context) throws(TwinFailure) -> TwinAnswer

    let method: String
    let pattern: [Substring]
    let answer: Answer

    /// `pattern` is what follows the account, such as `Calls/{}`; the suffix `.json` is understood.
    init(_ method: String, _ pattern: String, _ answer: @escaping Answer) {
        self.method = method
        self.pattern = pattern.split(separator: "/")
        self.answer = answer
    }

    /// What stands for `{}`; `nil` when the path is another. Case counts.
    func captures(of path: [Substring]) -> [String]? {
        guard path.count == self.pattern.count else { return nil }
        var captures: [String] = []
        for (part, wanted) in zip(path, self.pattern) {
            if wanted == "{}" {
                captures.append(String(part))
            } else if part != wanted {
                return nil
            }
        }
        return captures
    }
}
