// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import NIOCore

/// What is counted of conversations while they go on: turns, words, interruptions, and in which state they are. Made once,
/// so that counting is nothing but adding.
final class ConversationMetrics: Sendable {
    /// What is counted of calls, conversations or not.
    let calls: CallMetrics
    private let stages: [TurnStage: CoreMetrics.Timer]
    private let states: [CallStateMachine.State.Name: Meter]
    private let words: [Speaker: Counter]
    private let interruptions: Counter

    /// - Parameter factory: where the figures go.
    init(factory: any MetricsFactory) {
        self.calls = CallMetrics(factory: factory)
        func byValue<Key: CaseIterable & Hashable, Metric>(_ make: (Key) -> Metric) -> [Key: Metric] {
            Dictionary(uniqueKeysWithValues: Key.allCases.map { ($0, make($0)) })
        }
        self.stages = byValue {
            Timer(label: "switchboard_turn_latency_seconds", dimensions: [("stage", $0.rawValue)], factory: factory)
        }
        self.states = byValue {
            Meter(label: "switchboard_sessions", dimensions: [("state", $0.rawValue)], factory: factory)
        }
        self.words = byValue {
            Counter(label: "switchboard_words_total", dimensions: [("speaker", $0.rawValue)], factory: factory)
        }
        self.interruptions = Counter(label: "switchboard_interruptions_total", factory: factory)
    }

    /// A stage of a turn took so long.
    func took(_ duration: Duration, for stage: TurnStage) {
        self.stages[stage]?.recordNanoseconds(TimeAmount(duration).nanoseconds)
    }

    /// So many words were said.
    func said(_ words: Int, by speaker: Speaker) {
        if words > 0 { self.words[speaker]?.increment(by: words) }
    }

    /// The caller cut in.
    func interrupted() {
        self.interruptions.increment()
    }

    /// A conversation left one state for another; `nil` where it begins or ends.
    func moved(from old: CallStateMachine.State.Name?, to new: CallStateMachine.State.Name?) {
        if let old { self.states[old]?.decrement() }
        if let new { self.states[new]?.increment() }
    }
}
