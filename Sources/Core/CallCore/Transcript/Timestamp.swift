// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Times as documents write them and questions name them.
package enum Timestamp {
    /// RFC 3339, UTC, milliseconds.
    package static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Reads what RFC 3339 allows, `2026-11-23T08:30:00.5+01:00`, with the seconds left out or not; a day alone is its
    /// first moment in UTC. `nil` for anything else: a time without its zone could be one of many.
    ///
    /// A blank stands for the `+` of a zone: that is what a form makes of one that was not escaped.
    package static func date(_ text: String) -> Date? {
        var reader = TimestampReader(text)
        return reader.date()
    }
}
