// SPDX-License-Identifier: Apache-2.0

/// Which of the coming requests meet which fault.
struct FaultPlan: Sendable {
    private struct Entry: Sendable {
        var fault: RESTFault
        var remaining: Int
        var method: String?
        var path: String?
    }

    private var entries: [Entry] = []

    mutating func add(_ fault: RESTFault, times: Int, method: String?, path: String?) {
        guard times > 0 else { return }
        self.entries.append(Entry(fault: fault, remaining: times, method: method, path: path))
    }

    mutating func clear() { self.entries.removeAll() }

    /// The fault of this request, the one planned first; counts it.
    mutating func take(method: String, path: String) -> RESTFault? {
        let place = self.entries.firstIndex { entry in
            (entry.method ?? method) == method && entry.path.map(path.contains) != false
        }
        guard let place else { return nil }
        let fault = self.entries[place].fault
        self.entries[place].remaining -= 1
        if self.entries[place].remaining == 0 { self.entries.remove(at: place) }
        return fault
    }
}
