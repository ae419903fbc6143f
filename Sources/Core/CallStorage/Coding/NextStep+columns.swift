// SPDX-License-Identifier: Apache-2.0

package import CallCore

extension NextStep {
    /// The step's name and, for a transfer, its address and what is said to whoever answers.
    package var columns: (step: String, address: String?, whisper: String?) {
        switch self {
        case .resume: ("resume", nil, nil)
        case .transfer(let address, let whisper): ("transfer", address, whisper)
        case .voicemail: ("voicemail", nil, nil)
        case .hangUp: ("hang_up", nil, nil)
        case .hold: ("hold", nil, nil)
        case .gather: ("gather", nil, nil)
        }
    }

    package init?(step: String?, address: String?, whisper: String?) {
        switch (step, address) {
        case ("resume", _): self = .resume
        case ("transfer", let address?): self = .transfer(to: address, whisper: whisper)
        case ("voicemail", _): self = .voicemail
        case ("hang_up", _): self = .hangUp
        case ("hold", _): self = .hold
        case ("gather", _): self = .gather
        default: return nil
        }
    }
}
