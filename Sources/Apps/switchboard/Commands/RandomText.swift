// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Secrets that are made up on the spot.
enum RandomText {
    /// 32 hexadecimal digits, like a Twilio auth token.
    static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        return RandomHex.text(using: &generator)
    }
}
