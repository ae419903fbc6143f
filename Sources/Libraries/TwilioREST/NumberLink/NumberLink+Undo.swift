// SPDX-License-Identifier: Apache-2.0

public import Twilio

extension NumberLink {
    /// What a change has replaced, to be kept and used to take the change back.
    public struct Undo: Sendable, Hashable {
        /// The number.
        public var sid: PhoneNumberSID
        /// What was changed.
        public var changes: [Change]

        /// Creates it from what was kept.
        public init(sid: PhoneNumberSID, changes: [Change]) {
            self.sid = sid
            self.changes = changes
        }

        /// Puts everything back as it was.
        ///
        /// Fails with ``TwilioRESTError/Code/conflict`` when a value was changed again meanwhile, and then changes
        /// nothing.
        public func apply(with client: TwilioClient) async throws(TwilioRESTError) {
            guard !self.changes.isEmpty else { return }
            let number = try await client.phoneNumbers.fetch(self.sid)
            for change in self.changes where (change.field.value(of: number) ?? "") != change.after {
                throw TwilioRESTError(
                    .conflict,
                    "\(change.field.rawValue) was changed again since; nothing was undone."
                )
            }
            var update = PhoneNumberUpdate()
            for change in self.changes where change.before != nil || change.field.canBeEmpty {
                change.field.set(change.before ?? "", in: &update)
            }
            _ = try await client.phoneNumbers.update(self.sid, update)
        }
    }
}

extension NumberLink.Undo: Codable {
    private enum CodingKeys: String, CodingKey {
        case sid, changes
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let sid = PhoneNumberSID(try container.decode(String.self, forKey: .sid)) else {
            throw DecodingError.dataCorruptedError(forKey: .sid, in: container, debugDescription: "no SID of a number")
        }
        self.init(sid: sid, changes: try container.decode([NumberLink.Change].self, forKey: .changes))
    }

    /// Writes the SID and the changes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.sid.description, forKey: .sid)
        try container.encode(self.changes, forKey: .changes)
    }
}
