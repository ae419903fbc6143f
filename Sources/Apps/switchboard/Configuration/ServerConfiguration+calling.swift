// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP

extension ServerConfiguration {
    /// Takes over how calls are made, moved and held, and what they may be about.
    mutating func applyCalling(_ values: SettingValues) {
        self.calling.callerNumbers = Setting.words(in: values[.twilioNumber] ?? "")
        self.calling.destinations = Setting.words(in: values[.destinations] ?? "")
        self.calling.callsPerMinute = Self.number(values[.callsPerMinute]) ?? self.calling.callsPerMinute
        self.calling.ringLimit = Self.seconds(values[.ringSeconds]) ?? self.calling.ringLimit
        self.calling.orderLifetime =
            Self.number(values[.orderHours]).map { .seconds($0 * 3_600) }
            ?? self.calling.orderLifetime
        self.calling.recordsTransfers = values[.recordTransfers] == "on"
        self.calling.holdMusicURL = values[.holdMusic]
        self.calling.longestHold = Self.seconds(values[.holdSeconds]) ?? self.calling.longestHold
        self.gatherTurns = Self.number(values[.gatherTurns]) ?? self.gatherTurns
        self.gatherDeadline = Self.seconds(values[.gatherSeconds]) ?? self.gatherDeadline
        for pair in Setting.pairs(in: values[.dialogues] ?? "") { self.dialoguePaths[pair.name] = pair.secret }
    }

    private static func number(_ text: String?) -> Int? { text.flatMap { Int($0) } }

    private static func seconds(_ text: String?) -> Duration? { self.number(text).map { .seconds($0) } }
}
