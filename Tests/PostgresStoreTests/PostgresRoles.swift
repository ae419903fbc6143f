// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation

/// Other users of a test's database.
enum PostgresRoles {
    /// The address of the same database for somebody else.
    static func url(_ url: String, user: String, password: String) -> String {
        var parts = URLComponents(string: url) ?? URLComponents()
        parts.user = user
        parts.password = password
        return parts.string ?? url
    }
}
#endif
