// SPDX-License-Identifier: Apache-2.0

/// How a look at a dependency ended.
enum HealthOutcome: Sendable, Hashable {
    /// It came to a finding.
    case found(HealthFinding)
    /// It threw; with what it said.
    case failed(String)
    /// It has not ended within its deadline.
    case late

    /// How it is counted: `switchboard_dependency_checks_total{result}`.
    enum Result: String, CaseIterable {
        case ok
        case failed
        case late
    }

    var result: Result {
        switch self {
        case .found(let finding): finding.state == .down ? .failed : .ok
        case .failed: .failed
        case .late: .late
        }
    }
}
