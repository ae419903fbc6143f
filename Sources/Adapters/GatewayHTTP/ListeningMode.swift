// SPDX-License-Identifier: Apache-2.0

/// Which calls that people have with people are transcribed, both sides apart.
public enum ListeningMode: Sendable, Hashable {
    /// None.
    case off
    /// Those that were handed to a person go on being transcribed.
    case transfers
    /// Every incoming call is connected with this address at once and transcribed, and so are those handed over. The
    /// address is one that ``CallCore/TransferTarget`` understands.
    case everything(dialing: String)
}
