// SPDX-License-Identifier: Apache-2.0

/// SIDs of the kinds that the `Twilio` library has no type for.
enum SimulatedSID {
    /// Two letters and 32 random hexadecimal digits.
    static func random(_ prefix: String) -> String {
        let digits = "0123456789abcdef"
        return prefix + String((0..<32).map { _ in digits.randomElement() ?? "0" })
    }
}
