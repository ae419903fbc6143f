// SPDX-License-Identifier: Apache-2.0

package import NIOHTTP1

/// A request as it came.
package struct SimulatedRequest: Sendable {
    package var method: HTTPMethod
    /// Path and query, as sent.
    package var target: String
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// Which one it is of its connection, from 1.
    package var number: Int

    package var path: String { String(self.target.prefix { $0 != "?" }) }

    package func header(_ name: String) -> String? {
        self.headers.first(name: name)
    }
}
