// SPDX-License-Identifier: Apache-2.0

import Configuration
import SystemPackage
import Yams

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads the settings from where people put them.
enum ConfigurationLoader {
    /// Reads command line, environment (`nil`: the process's own) and the YAML file, if any. Throws
    /// ``ConfigurationProblems`` when the file cannot be read or has keys that are none.
    static func load(
        overrides: [Setting: String] = [:],
        file: String? = nil,
        environment: [String: String]? = nil
    ) async throws -> SettingValues {
        let environmentProvider =
            environment.map { EnvironmentVariablesProvider(environmentVariables: $0) } ?? EnvironmentVariablesProvider()
        guard let file else { return SettingValues(overrides: overrides, environment: environmentProvider) }
        let provider = try await self.provider(of: file)
        return SettingValues(overrides: overrides, environment: environmentProvider, file: (provider, file))
    }

    private static func provider(of path: String) async throws -> any ConfigProvider {
        do {
            let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            let unknown = try self.keys(in: Yams.load(yaml: text)).subtracting(Setting.all.map(\.key))
            guard unknown.isEmpty else {
                throw ConfigurationProblems(
                    problems: unknown.map { $0.joined(separator: ".") }.sorted().map {
                        ConfigurationProblem(
                            subject: path,
                            message: "has the key \($0), which is none; `switchboard config show` lists them all"
                        )
                    }
                )
            }
            return try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
        } catch let problems as ConfigurationProblems {
            throw problems
        } catch {
            throw ConfigurationProblems(
                problems: [ConfigurationProblem(subject: path, message: "cannot be read as a YAML file: \(error)")]
            )
        }
    }

    /// All keys that lead to a value. A misspelt key must not be passed over in silence.
    private static func keys(in node: Any?, under prefix: [String] = []) -> Set<[String]> {
        guard let mapping = node as? [AnyHashable: Any] else { return prefix.isEmpty ? [] : [prefix] }
        return mapping.reduce(into: []) { keys, pair in
            keys.formUnion(self.keys(in: pair.value, under: prefix + ["\(pair.key.base)"]))
        }
    }
}
