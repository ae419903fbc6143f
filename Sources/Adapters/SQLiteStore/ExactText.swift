// SPDX-License-Identifier: Apache-2.0

import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Text that comes back byte for byte.
///
/// GRDB hands texts over as C strings, which end at the first NUL, and what a caller or a carrier sends may hold one.
/// So a text with NUL goes in as bytes (statements say `CAST(? AS TEXT)`) and every text comes out as bytes
/// (`CAST(column AS BLOB)`).
struct ExactText: DatabaseValueConvertible {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var databaseValue: DatabaseValue {
        self.text.utf8.contains(0) ? Data(self.text.utf8).databaseValue : self.text.databaseValue
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> ExactText? {
        switch value.storage {
        case .blob(let data): ExactText(String(decoding: data, as: UTF8.self))
        case .string(let text): ExactText(text)
        case .null, .int64, .double: nil
        }
    }
}
