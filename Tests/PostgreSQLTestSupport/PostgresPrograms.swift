// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation

/// Where the server's programs are: Debian keeps them out of the PATH.
enum PostgresPrograms {
    static let folder: String? = candidates().first { folder in
        ["initdb", "postgres", "pg_isready"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
        }
    }

    private static func candidates() -> [String] {
        let files = FileManager.default
        let versions = (try? files.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let debian = versions.sorted { Double($0) ?? 0 > Double($1) ?? 0 }.map { "/usr/lib/postgresql/\($0)/bin" }
        let brew = (15...19).reversed().map { "/opt/homebrew/opt/postgresql@\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return debian + brew + path
    }
}
#endif
