// SPDX-License-Identifier: Apache-2.0

/// What the pipeline of an HTTP connection can be told.
enum HTTPEdgeEvent: Sendable {
    /// The next answer is the last one, and says so. An idle connection stays open until its next request or its time is
    /// over: closed at once, it could cut off a request that is on its way.
    case lastAnswer
}
