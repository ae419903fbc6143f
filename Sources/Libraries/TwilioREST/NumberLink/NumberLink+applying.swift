// SPDX-License-Identifier: Apache-2.0

internal import Twilio

extension NumberLink {
    /// The account's number with these digits, E.164.
    ///
    /// Fails with ``TwilioRESTError/Code/invalidRequest`` for what is no number and with
    /// ``TwilioRESTError/Code/notFound`` when the account has no such number.
    public static func find(
        _ number: String,
        with client: TwilioClient
    ) async throws(TwilioRESTError) -> PhoneNumberResource {
        guard PhoneAddress(number).callableNumber != nil else {
            throw TwilioRESTError(.invalidRequest, "The number is written as + and its digits, country code first.")
        }
        // The filter also finds numbers that only contain these digits.
        var numbers = try client.phoneNumbers.list(PhoneNumberFilter(number: number)).makeAsyncIterator()
        while let candidate = try await numbers.next() {
            if candidate.number == number { return candidate }
        }
        throw TwilioRESTError(.notFound, "The account has no number \(PhoneAddress.mask(number)).")
    }

    /// The request that makes the change; `nil` when there is nothing to change.
    public var update: PhoneNumberUpdate? {
        guard !self.changes.isEmpty else { return nil }
        var update = PhoneNumberUpdate()
        for change in self.changes { change.field.set(change.after, in: &update) }
        return update
    }

    /// Makes the change and gives what takes it back; `nil` when there was nothing to change.
    ///
    /// Fails with ``TwilioRESTError/Code/conflict`` when the number is no longer as it was shown, and then changes
    /// nothing; and when Twilio's answer does not show the change.
    public func apply(with client: TwilioClient) async throws(TwilioRESTError) -> Undo? {
        guard let update = self.update else { return nil }
        let current = try await client.phoneNumbers.fetch(self.number.sid)
        for field in Field.allCases where field.value(of: current) != field.value(of: self.number) {
            throw TwilioRESTError(.conflict, "\(field.rawValue) was changed meanwhile; nothing was changed.")
        }
        let changed = try await client.phoneNumbers.update(self.number.sid, update)
        for change in self.changes where (change.field.value(of: changed) ?? "") != change.after {
            throw TwilioRESTError(.conflict, "Twilio accepted the change but shows another \(change.field.rawValue).")
        }
        return Undo(sid: self.number.sid, changes: self.changes)
    }
}
