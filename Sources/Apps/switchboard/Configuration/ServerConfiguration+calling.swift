// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP

extension ServerConfiguration {
    /// Takes over how calls are made, moved and held, and what they may be about.
    mutating func applyCalling(_ values: SettingValues) {
        self.calling.callerNumbers = Setting.words(in: values[.twilioNumber] ?? "")
        self.calling.destinations = Setting.words(in: values[.destinations] ?? "")
        self.calling.callsPerMinute = values.number(.callsPerMinute) ?? self.calling.callsPerMinute
        self.calling.ringLimit = values.seconds(.ringSeconds) ?? self.calling.ringLimit
        self.calling.orderLifetime =
            values.number(.orderHours).map { .seconds($0 * 3_600) }
            ?? self.calling.orderLifetime
        self.calling.recordsTransfers = values[.recordTransfers] == "on"
        self.calling.holdMusicURL = values[.holdMusic]
        self.calling.longestHold = values.seconds(.holdSeconds) ?? self.calling.longestHold
        self.gatherTurns = values.number(.gatherTurns) ?? self.gatherTurns
        self.gatherDeadline = values.seconds(.gatherSeconds) ?? self.gatherDeadline
        for pair in Setting.pairs(in: values[.dialogues] ?? "") { self.dialoguePaths[pair.name] = pair.secret }
    }
}
