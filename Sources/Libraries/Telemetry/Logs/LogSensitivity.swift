// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Marks a metadata value that must not be written, whatever its key.
///
/// ```swift
/// logger.info("connected", metadata: ["dsn": .attributed(dsn, attributes: [LogSensitivity.secret])])
/// ```
public enum LogSensitivity: Int64, Sendable, Logger.MetadataValueAttributes.Attribute {
    /// Never written.
    case secret = 1
}
