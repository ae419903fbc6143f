// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// One thing for a connection to do, and who is to hear how it ended.
struct ConnectionJob: Sendable {
    enum Work: Sendable {
        /// One statement by the extended protocol, unnamed.
        case query(String, ParameterBlock, results: PostgresFormat)
        /// Any number of statements by the simple protocol; what they return is dropped.
        case script(String)

        var isScript: Bool {
            if case .script = self { true } else { false }
        }
    }

    typealias Completion = @Sendable (Result<PostgresResult, PostgresError>) -> Void

    let id: Int
    let work: Work
    let deadline: ContinuousClock.Instant
    /// Called exactly once.
    let completion: Completion
}
#endif
