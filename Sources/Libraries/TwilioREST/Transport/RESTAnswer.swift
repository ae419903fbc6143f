// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// An answer that came whole.
struct RESTAnswer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]
}
