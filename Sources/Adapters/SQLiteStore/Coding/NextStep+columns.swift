// SPDX-License-Identifier: Apache-2.0

import CallCore

extension NextStep {
    /// The step's name and, for a transfer, its address.
    var columns: (step: String, address: String?) {
        switch self {
        case .resume: ("resume", nil)
        case .transfer(let address): ("transfer", address)
        case .voicemail: ("voicemail", nil)
        case .hangUp: ("hang_up", nil)
        }
    }

    init?(step: String?, address: String?) {
        switch (step, address) {
        case ("resume", _): self = .resume
        case ("transfer", let address?): self = .transfer(to: address)
        case ("voicemail", _): self = .voicemail
        case ("hang_up", _): self = .hangUp
        default: return nil
        }
    }
}
