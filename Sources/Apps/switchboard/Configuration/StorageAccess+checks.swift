// SPDX-License-Identifier: Apache-2.0

extension StorageAccess {
    /// What no database and no project would take, found out before it is asked.
    static func refusals(_ access: StorageAccess) -> [ConfigurationProblem] {
        []
    }
}
