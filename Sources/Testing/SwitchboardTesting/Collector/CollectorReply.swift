// SPDX-License-Identifier: Apache-2.0

/// How a ``SimulatedCollector`` answers.
public enum CollectorReply: Sendable {
    /// An answer.
    case answer(Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [])
    /// None, ever.
    case hang
    /// The connection is closed without an answer.
    case cut

    /// All is taken: status 200 and an empty message.
    public static let taken = CollectorReply.answer(200)
}
