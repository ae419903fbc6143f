// SPDX-License-Identifier: Apache-2.0

import Configuration

/// The settings as they are in force: each with its value and where it came from.
struct SettingValues: Sendable {
    /// Where a value came from.
    enum Source: Sendable, Hashable, CustomStringConvertible {
        case commandLine
        case environment
        case file(String)
        case defaultValue
        case missing

        var description: String {
            switch self {
            case .commandLine: "command line"
            case .environment: "environment"
            case .file(let path): path
            case .defaultValue: "default"
            case .missing: "not set"
            }
        }
    }

    /// A setting in force.
    struct Entry: Sendable {
        let setting: Setting
        let value: String?
        let source: Source
    }

    private(set) var entries: [Entry] = []
    /// What is wrong with single values.
    private(set) var problems: [ConfigurationProblem] = []

    /// Reads all settings: command line before environment before file before default. An empty value counts as none, as
    /// in a shell.
    init(
        overrides: [Setting: String] = [:],
        environment: any ConfigProvider,
        file: (provider: any ConfigProvider, path: String)? = nil
    ) {
        for setting in Setting.all {
            let entry = Self.read(setting, overrides, environment, file)
            self.entries.append(entry)
            if let value = entry.value, let complaint = setting.complaint(about: value) {
                self.problems.append(ConfigurationProblem(subject: setting.name, message: complaint))
            }
        }
    }

    /// The value of a setting.
    subscript(setting: Setting) -> String? {
        self.entries.first { $0.setting == setting }?.value
    }

    private static func read(
        _ setting: Setting,
        _ overrides: [Setting: String],
        _ environment: any ConfigProvider,
        _ file: (provider: any ConfigProvider, path: String)?
    ) -> Entry {
        if let value = overrides[setting] { return Entry(setting: setting, value: value, source: .commandLine) }
        if let value = self.text(of: [setting.name.lowercased()], in: environment), !value.isEmpty {
            return Entry(setting: setting, value: value, source: .environment)
        }
        if let file, let value = self.text(of: setting.key, in: file.provider), !value.isEmpty {
            return Entry(setting: setting, value: value, source: .file(file.path))
        }
        return Entry(
            setting: setting,
            value: setting.defaultValue,
            source: setting.defaultValue == nil ? .missing : .defaultValue
        )
    }

    /// The value as text, whatever type the file gives it.
    private static func text(of key: [String], in provider: any ConfigProvider) -> String? {
        let key = AbsoluteConfigKey(key)
        for type in [ConfigType.string, .int, .double, .bool, .stringArray] {
            guard let content = try? provider.value(forKey: key, type: type).value?.content else { continue }
            switch content {
            case .string(let text): return text
            case .int(let number): return String(number)
            case .double(let number): return String(number)
            case .bool(let flag): return String(flag)
            case .stringArray(let words): return words.joined(separator: ",")
            default: return nil
            }
        }
        return nil
    }
}
