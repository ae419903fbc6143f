// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Where the configuration comes from, for every command that needs it.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "A YAML file with settings; the environment goes before it.")
    var file: String?

    /// Reads the settings; `overrides` is what other options of the command line say.
    func load(overrides: [Setting: String] = [:]) async throws -> SettingValues {
        do {
            return try await ConfigurationLoader.load(overrides: overrides, file: self.file)
        } catch let problems as ConfigurationProblems {
            Console().complain(problems.description)
            throw CommandExit.configuration
        }
    }

    /// Reads the settings and builds the server's configuration from them; says all problems at once.
    func loadServerConfiguration(overrides: [Setting: String] = [:]) async throws -> ServerConfiguration {
        let values = try await self.load(overrides: overrides)
        do {
            return try ServerConfiguration(values, randomToken: RandomText.token)
        } catch {
            Console().complain(error.description)
            throw CommandExit.configuration
        }
    }
}
