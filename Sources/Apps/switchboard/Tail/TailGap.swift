// SPDX-License-Identifier: Apache-2.0

/// What the server says of events that are not shown.
struct TailGap: Decodable, Sendable {
    let missed: Int?
    let reason: String
}
