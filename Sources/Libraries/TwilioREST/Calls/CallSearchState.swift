// SPDX-License-Identifier: Apache-2.0

/// Decides from what was seen whether a call was made: a pure value.
struct CallSearchState: Sendable {
    enum Action: Sendable, Hashable {
        case look(after: Duration)
        case found(CallResource)
        case absent
        case cannotTell
    }

    private var looks: ArraySlice<Duration>

    init(_ search: CallSearch) {
        self.looks = search.looks[...]
    }

    mutating func begin() -> Action {
        self.looks.popFirst().map { .look(after: $0) } ?? .cannotTell
    }

    /// The calls that may be it, each with what is known of it.
    mutating func saw(_ candidates: [(call: CallResource, is: CallSearch.Identification)]) -> Action {
        let ours = candidates.filter { $0.is == .ours }
        if ours.count == 1 { return .found(ours[0].call) }
        let possible = candidates.filter { $0.is == .possible }
        guard ours.isEmpty, possible.count <= 1 else { return .cannotTell }
        if let call = possible.first?.call { return .found(call) }
        return self.looks.popFirst().map { .look(after: $0) } ?? .absent
    }

    /// The list could not be read.
    mutating func missed() -> Action {
        // Nothing seen early says nothing: the last look must have been a look.
        self.looks.popFirst().map { .look(after: $0) } ?? .cannotTell
    }
}
