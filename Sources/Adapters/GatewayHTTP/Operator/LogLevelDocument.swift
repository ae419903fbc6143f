// SPDX-License-Identifier: Apache-2.0

/// What is logged now, for operators.
struct LogLevelDocument: Encodable {
    let levels: String
    let standing: String
    /// For how many seconds more; none for good.
    let seconds: Int64?
    let components: [String: String]

    init(_ status: LogLevelSwitch.Status) {
        self.levels = status.levels
        self.standing = status.standing
        self.seconds = status.left.map { Int64(($0 / .seconds(1)).rounded(.up)) }
        self.components = status.components
    }
}
