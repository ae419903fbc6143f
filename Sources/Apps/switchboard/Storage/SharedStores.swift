// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import SupabaseStore

#if PostgreSQL
import PostgreSQL
import PostgresStore
#endif

/// The store that servers share, as the settings describe it.
enum SharedStores {
    /// Makes the store; nothing is connected yet. `nil` when calls are kept in the file alone. Throws
    /// ``ConfigurationProblems`` or ``CallCore/StoreError``.
    static func make(_ access: StorageAccess) throws -> (any SharedCallKeeper)? {
        switch access.kind {
        case .sqlite: nil
        case .supabase: try self.supabase(access)
        case .postgres: try self.postgres(access)
        }
    }

    private static func supabase(_ access: StorageAccess) throws(ConfigurationProblems) -> any SharedCallKeeper {
        RemoteCallStore(SupabaseFunctions(try self.project(access), observer: SupabaseMetrics()))
    }

    /// How the project is reached.
    static func project(_ access: StorageAccess) throws(ConfigurationProblems) -> SupabaseFunctions.Configuration {
        do throws(SupabaseError) {
            var configuration = try SupabaseFunctions.Configuration(
                url: access.supabaseURL ?? "",
                key: access.supabaseKey ?? ""
            )
            configuration.concurrentRequests = access.supabaseRequests
            configuration.requestTime = access.supabaseTime
            return configuration
        } catch {
            let setting = error.code == .invalidURL ? Setting.supabaseURL : Setting.supabaseKey
            throw ConfigurationProblems(
                problems: [ConfigurationProblem(subject: setting.name, message: error.message)]
            )
        }
    }

    private static func postgres(_ access: StorageAccess) throws -> any SharedCallKeeper {
        #if PostgreSQL
        var settings = PostgresPoolSettings()
        settings.size = access.databasePool
        settings.waitTimeout = access.databaseWait
        settings.idleLimit = access.databaseIdle
        settings.lifeLimit = access.databaseLife
        return PostgresStore(
            PostgresPool(try self.database(access), settings: settings),
            configuration: PostgresStoreConfiguration(timeout: access.databaseTime)
        )
        #else
        throw self.notBuilt
        #endif
    }

    #if PostgreSQL
    /// How the database is reached.
    static func database(_ access: StorageAccess) throws(ConfigurationProblems) -> PostgresConfiguration {
        do throws(PostgresError) {
            var configuration = try PostgresConfiguration(access.databaseURL ?? "")
            configuration.connectTimeout = access.databaseConnectTime
            configuration.queryTimeout = access.databaseTime
            configuration.applicationName = "switchboard"
            return configuration
        } catch {
            throw ConfigurationProblems(
                problems: [ConfigurationProblem(subject: Setting.databaseURL.name, message: error.message)]
            )
        }
    }
    #endif

    /// Why a build without libpq cannot go on.
    static var notBuilt: StoreError {
        StoreError(.unavailable, "This build has no PostgreSQL: build with the trait PostgreSQL.")
    }
}
