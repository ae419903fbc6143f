// SPDX-License-Identifier: Apache-2.0

import SupabaseStore

extension StorageAccess {
    /// What no database and no project would take, found out before it is asked.
    static func refusals(_ access: StorageAccess) -> [ConfigurationProblem] {
        do {
            switch access.kind {
            case .sqlite: break
            case .supabase:
                guard access.supabaseURL != nil, access.supabaseKey != nil else { return [] }
                _ = try SharedStores.project(access)
            case .postgres:
                guard access.databaseURL != nil else { return [] }
                #if PostgreSQL
                _ = try SharedStores.database(access)
                #else
                let message = SharedStores.notBuilt.message
                throw ConfigurationProblems(
                    problems: [ConfigurationProblem(subject: Setting.store.name, message: message)]
                )
                #endif
            }
            return []
        } catch {
            return error.problems
        }
    }
}
