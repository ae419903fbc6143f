// SPDX-License-Identifier: Apache-2.0

/// Something the server did that Twilio's debugger would show.
public struct Violation: Sendable, Hashable, Codable {
    /// Twilio's number, see its "Error and Warning Dictionary"; 0 for a note of the simulation itself.
    public var code: Int
    /// What happened.
    public var message: String
    /// When.
    public var at: Double
    /// Whether Twilio lets it pass.
    public var isWarning: Bool

    init(_ code: Int, _ message: String, at: Double) {
        self.code = code
        self.message = message
        self.at = at
        self.isWarning = Self.warnings.contains(code)
    }

    /// Notes, schema warnings, callbacks that were refused, audio discarded, malformed stream messages.
    private static let warnings: Set<Int> = [0, 12_200, 13_521, 15_003, 31_930, 31_931, 31_950, 31_951]
}
