// SPDX-License-Identifier: Apache-2.0

/// Thrown to whoever reads the body of a request that the edge has refused meanwhile.
enum HTTPEdgeError: Error {
    case requestRefused
}
