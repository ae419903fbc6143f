// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// One event, flat and redacted, ready to be formatted.
struct LogRecord {
    struct Field: Equatable {
        enum Value: Equatable {
            /// Any text, not escaped yet.
            case text(String)
            /// A number, `true` or `false`.
            case literal(String)
        }

        var key: String
        var value: Value
    }

    var timestamp: LogTimestamp
    var level: Logger.Level
    var label: String
    var message: String
    /// Sorted by key, each key once.
    var fields: [Field]
}
