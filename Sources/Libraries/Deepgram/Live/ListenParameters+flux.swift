// SPDX-License-Identifier: Apache-2.0

extension ListenParameters {
    var isFlux: Bool {
        switch self {
        case .nova: false
        case .flux: true
        }
    }
}
