// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What every scenario can be told.
struct StageOptions: ParsableArguments {
    @Option(help: "The switchboard executable.") var server = ".build-release/release/switchboard"
    @Option(help: "Calls at once.") var calls = 200
    @Option(help: "A setting of the servers, NAME=VALUE; may be given more than once.") var set: [String] = []
    @Flag(help: "Print one JSON object.") var json = false

    /// The settings as pairs.
    func settings() throws -> [String: String] {
        var settings: [String: String] = [:]
        for pair in self.set {
            guard let equals = pair.firstIndex(of: "=") else { throw ValidationError("\(pair) is not NAME=VALUE") }
            settings[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        return settings
    }
}
