// SPDX-License-Identifier: Apache-2.0

import Twilio

/// The fields that every callback about a call has, and more.
enum CallbackForm {
    static let call = "CA0123456789abcdef0123456789abcdef"
    static let account = "AC0123456789abcdef0123456789abcdef"
    static let digits = "0123456789abcdef0123456789abcdef"

    static func make(_ more: FormParameters = [:]) -> FormParameters {
        var form: FormParameters = ["CallSid": call, "AccountSid": account]
        for field in more {
            form.append(field)
        }
        return form
    }

    static func without(_ name: String, in form: FormParameters) -> FormParameters {
        FormParameters(form.filter { $0.name != name })
    }

    static func setting(_ name: String, _ value: String, in form: FormParameters) -> FormParameters {
        FormParameters(form.map { $0.name == name ? .init(name: name, value: value) : $0 })
    }
}
