// SPDX-License-Identifier: Apache-2.0

/// A place in what a process has shown: `PROCESS-NUMBER`, the `id` of a server-sent event.
struct LiveEventID: Hashable, Sendable, CustomStringConvertible {
    /// Names the process, so that a place of another one is not taken for one of ours.
    let process: String
    /// Counts what the process has shown from 1.
    let number: Int

    init(process: String, number: Int) {
        self.process = process
        self.number = number
    }

    /// Reads what a reader sends back; `nil` for anything that is none of ours.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 64, parts.count == 2, !parts[0].isEmpty, let number = Int(parts[1]), number >= 0 else {
            return nil
        }
        self.init(process: String(parts[0]), number: number)
    }

    var description: String { "\(self.process)-\(self.number)" }
}
