// SPDX-License-Identifier: Apache-2.0

extension SimulatedCall {
    /// Something that networks do to status callbacks.
    public enum CallbackFault: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is never sent.
        case lost
        /// It is sent twice.
        case twice
        /// It is sent after the next one.
        case afterNext
        /// It is sent after all others.
        case last
    }
}
