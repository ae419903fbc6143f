// SPDX-License-Identifier: Apache-2.0

import Foundation
import GatewayHTTP

/// The file with the operators' keys; read again when it is asked for, so that keys are exchanged without a restart.
struct KeyFile: Sendable {
    let path: String
    let ring: APIKeyRing

    /// Reads the file. Throws ``ConfigurationProblems`` with everything that is wrong with it.
    init(path: String) throws {
        self.path = path
        self.ring = APIKeyRing(try Self.entries(path))
    }

    /// Reads it again; the keys there are stay if it cannot be used.
    func reload() throws {
        self.ring.replace(try Self.entries(self.path))
    }

    private static func entries(_ path: String) throws -> [APIKeyEntry] {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try APIKeyRing.entries(in: text.split(whereSeparator: \.isNewline).map(String.init))
        } catch let flaws as APIKeyRing.Flaws {
            let problems = flaws.flaws.map { ConfigurationProblem(subject: path, message: $0) }
            throw ConfigurationProblems(problems: problems)
        } catch {
            let message = "cannot be read: \(error.localizedDescription)"
            throw ConfigurationProblems(problems: [ConfigurationProblem(subject: path, message: message)])
        }
    }
}
