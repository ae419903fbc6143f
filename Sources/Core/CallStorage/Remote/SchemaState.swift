// SPDX-License-Identifier: Apache-2.0

/// Whether the shared store has the tables and functions that this program needs.
package enum SchemaState: Sendable, Hashable {
    /// It has.
    case current
    /// It has none.
    case missing
    /// It has those of an earlier version of this program.
    case older(Int)
    /// It has those of a later version of this program.
    case newer(Int)

    /// What to do about it, in a sentence; `nil` if there is nothing to be done.
    package var mend: String? {
        switch self {
        case .current: nil
        case .missing: "the shared store has no tables of ours; run `switchboard migrate`"
        case .older(let version):
            "the shared store has version \(version) of the tables and this program needs \(Migration.schemaVersion); "
                + "run `switchboard migrate`"
        case .newer(let version):
            "the shared store has version \(version) of the tables and this program knows \(Migration.schemaVersion); "
                + "update this program"
        }
    }

    init(version: Int) {
        if version == Migration.schemaVersion {
            self = .current
        } else {
            self = version < Migration.schemaVersion ? .older(version) : .newer(version)
        }
    }
}
