// SPDX-License-Identifier: Apache-2.0

package import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallTermination {
    /// The termination of two columns. Its initialiser is closed, so that nobody invents reasons; what was once stored
    /// comes in through `Codable`.
    package static func stored(result: String?, reason: String?) -> CallTermination? {
        guard let result, let reason else { return nil }
        do {
            let data = try JSONEncoder().encode(["result": result, "reason": reason])
            return try JSONDecoder().decode(CallTermination.self, from: data)
        } catch {
            // A result class of a later version: the caller reports the row as unreadable.
            return nil
        }
    }
}
