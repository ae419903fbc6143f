// SPDX-License-Identifier: Apache-2.0

/// Turns an event into a line of UTF-8 with exactly one line feed: its last byte.
protocol LineFormatter: Sendable {
    func line(_ record: LogRecord) -> [UInt8]
}
