// SPDX-License-Identifier: Apache-2.0

extension EngineStatus {
    /// How two engines are doing of which the second stands in for the first: well while the first is, lagging while
    /// only the second works.
    init(_ first: EngineStatus, orElse second: EngineStatus, of name: String) {
        self.init(
            state: first.state == .down ? (second.state == .down ? .down : .lagging) : first.state,
            sessions: first.sessions + second.sessions,
            queuedSeconds: first.queuedSeconds + second.queuedSeconds,
            lagSeconds: max(first.lagSeconds, second.lagSeconds),
            lostSeconds: first.lostSeconds + second.lostSeconds,
            detail: Self.detail(first, second, name)
        )
    }

    private static func detail(_ first: EngineStatus, _ second: EngineStatus, _ name: String) -> String {
        switch (first.state, second.state) {
        case (.down, .down): "\(first.detail); fallback \(name) is down too: \(second.detail)"
        case (.down, _): "on fallback \(name): \(first.detail)"
        case (_, .down): "\(first.detail); fallback \(name) is down: \(second.detail)"
        default: first.detail
        }
    }
}
