// SPDX-License-Identifier: Apache-2.0

import SafeText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Values of a question that came as text: from a URL or a command line.
enum QueryText {
    static func date(_ text: String, _ name: String) throws(QueryFlaw) -> Date {
        guard let date = Timestamp.date(text) else {
            throw QueryFlaw(name, "\(name) must be a day or a time with its zone: 2026-11-23 or 2026-11-23T08:30:00Z.")
        }
        return date
    }

    static func flag(_ text: String, _ name: String) throws(QueryFlaw) -> Bool {
        guard let flag = Bool(text) else { throw QueryFlaw(name, "\(name) must be true or false.") }
        return flag
    }

    static func limit(_ text: String) throws(QueryFlaw) -> Int {
        guard let limit = Int(text), (1...500).contains(limit) else {
            throw QueryFlaw("limit", "limit must be a number from 1 to 500.")
        }
        return limit
    }

    static func choice<Value: RawRepresentable & CaseIterable>(
        _ text: String,
        _ name: String
    ) throws(QueryFlaw) -> Value where Value.RawValue == String {
        // Compared by bytes: for Swift two spellings of one character are the same.
        guard let value = Value.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) else {
            throw QueryFlaw(name, oneOf: Value.allCases.map(\.rawValue))
        }
        return value
    }

    /// An address as it is kept. A blank before digits stands for the `+` that a form makes one of.
    static func address(_ text: String, _ name: String) throws(QueryFlaw) -> String {
        let digits = text.utf8.dropFirst()
        let isUnescaped = text.hasPrefix(" ") && !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        let address = isUnescaped ? "+" + text.dropFirst() : text
        guard !address.isEmpty, address.utf8.count <= 512 else {
            throw QueryFlaw(
                name,
                "\(name) must be +E.164, client:NAME, sip:USER@HOST or another address as it is kept."
            )
        }
        return CallQuery.kept(address)
    }
}

extension CallQuery {
    /// An address as the journal keeps it: what cannot be seen is taken out.
    package static func kept(_ address: String) -> String { SafeText.clean(address, limit: .bytes(512)) }
}
