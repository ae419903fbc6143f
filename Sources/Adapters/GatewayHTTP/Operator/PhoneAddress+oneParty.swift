// SPDX-License-Identifier: Apache-2.0

import CallCore
package import Twilio

extension PhoneAddress {
    /// The address as it is kept, if it names one party; `nil` for words such as `anonymous`, which stand for many
    /// people, and for what is no address.
    package static func ofOneParty(_ text: String) -> String? {
        let address = CallQuery.kept(text)
        let name: String
        switch PhoneAddress(address) {
        case .e164(let text), .shortCode(let text): name = text
        case .client(let text), .sip(let text), .sim(let text), .whatsapp(let text): name = text
        case .withheld, .other: name = ""
        }
        return name.isEmpty ? nil : address
    }
}
