// SPDX-License-Identifier: Apache-2.0

extension AuraService.Admission {
    /// The refusal that the faults want.
    var refusal: DeepgramRefusal? {
        self.first { kind in
            if case .refuse(let status, let retryAfter) = kind {
                DeepgramRefusal(status: status, retryAfter: retryAfter)
            } else {
                nil
            }
        }
    }

    /// How much later the first audio comes.
    var delay: Duration {
        self.first { if case .slow(let time) = $0 { time } else { nil } } ?? .zero
    }
}
