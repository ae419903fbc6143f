// SPDX-License-Identifier: Apache-2.0

extension CallJournal {
    /// What is known of a call's conversation, wherever it was held; what happens in it from now on comes after that.
    ///
    /// What this journal has still to store is waited for, unless the store is known to fail. Throws what the reader
    /// throws, and waits as long as it does: bound the wait.
    public func memory(of call: CallID) async throws -> ConversationMemory {
        if self.status.failures == 0 { await self.flush() }
        let memory = ConversationMemory(try await self.reader.events(of: call))
        if let latest = memory.latest { self.witness(latest) }
        return memory
    }
}
