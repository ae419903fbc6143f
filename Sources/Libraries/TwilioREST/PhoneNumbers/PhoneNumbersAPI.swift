// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The account's numbers: <https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource>.
public struct PhoneNumbersAPI: Sendable {
    let dispatcher: Dispatcher

    /// What Twilio knows of a number.
    public func fetch(_ sid: PhoneNumberSID) async throws(TwilioRESTError) -> PhoneNumberResource {
        try await self.dispatcher.resource(.get("phoneNumbers.fetch", "IncomingPhoneNumbers/\(sid).json"))
    }

    /// Changes a number.
    public func update(
        _ sid: PhoneNumberSID,
        _ update: PhoneNumberUpdate
    ) async throws(TwilioRESTError) -> PhoneNumberResource {
        let path = "IncomingPhoneNumbers/\(sid).json"
        return try await self.dispatcher.resource(.update("phoneNumbers.update", path, form: try update.form()))
    }

    /// The numbers of the account.
    public func list(
        _ filter: PhoneNumberFilter = PhoneNumberFilter()
    ) throws(TwilioRESTError) -> ResourceList<PhoneNumberResource> {
        ResourceList(
            self.dispatcher,
            .get("phoneNumbers.list", "IncomingPhoneNumbers.json", query: try filter.query())
        )
    }
}
