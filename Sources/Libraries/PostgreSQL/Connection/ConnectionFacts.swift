// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What is known of a server from the moment of being connected.
struct ConnectionFacts: Sendable {
    let serverVersion: Int
    let processID: Int
    let isEncrypted: Bool
}
#endif
