// SPDX-License-Identifier: Apache-2.0

/// An event as the WHATWG HTML standard sends it, section "Server-sent events".
package struct ServerSentEvent: Sendable, Hashable {
    /// The place of the event, which a reader sends back as `Last-Event-ID`; empty if there was none yet.
    package var id: String
    /// The kind of event; `message` if none was given.
    package var name: String
    /// What it says; lines are separated by LF.
    package var data: String

    /// Creates an event.
    package init(id: String, name: String = "message", data: String) {
        self.id = id
        self.name = name
        self.data = data
    }

    /// The event on the wire. `id` and `name` are ours and hold no line break; `data` may.
    var text: String {
        let lines = self.data.split(omittingEmptySubsequences: false) { $0.isNewline }
        return "id: \(self.id)\nevent: \(self.name)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
    }

    /// What is sent first: how long to wait before connecting again, and the place to go on from.
    static func beginning(retry: Duration, id: String) -> String {
        "retry: \(Int(retry / .milliseconds(1)))\nid: \(id)\n\n"
    }

    /// A comment, which readers pass over.
    static let heartbeat = ": still here\n\n"
}
