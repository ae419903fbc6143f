// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// Reads what is known of a call whose webhook another instance has answered.
struct CallLookup: Sendable {
    /// What the store knows.
    struct Found: Sendable {
        let info: CallInfo
        let memory: ConversationMemory
    }

    private static let pause = Duration.milliseconds(100)

    let journal: CallJournal
    let limit: Duration

    /// What is known of the call; `nil` if that cannot be told in time. It may take a moment until the other instance's
    /// events have reached the store.
    func find(_ call: CallID, on eventLoop: any EventLoop) async -> Found? {
        let journal = self.journal
        let found = try? await Deadline.value(within: self.limit, on: eventLoop) {
            while true {
                if let info = try? await journal.reader.call(call)?.info,
                    let memory = try? await journal.memory(of: call)
                {
                    return Found(info: info, memory: memory)
                }
                try await Task.sleep(for: Self.pause)
            }
        }
        return found ?? nil
    }
}
