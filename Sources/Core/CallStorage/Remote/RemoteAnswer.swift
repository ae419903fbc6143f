// SPDX-License-Identifier: Apache-2.0

/// What the functions of the shared store answer.
enum RemoteAnswer {
    /// `switchboard_version`.
    struct Version: Decodable {
        var version: Int
        var rowSecurity: Bool?
        var encoding: String?

        enum CodingKeys: String, CodingKey {
            case version
            case rowSecurity = "row_security"
            case encoding
        }
    }

    /// `switchboard_append`; what is known and how the calls are is said in a conflict only.
    struct Append: Decodable {
        var conflict: Bool
        var known: [StoredEventRow]?
        var calls: [StoredCallRow]?
    }

    /// `switchboard_call`.
    struct Call: Decodable {
        var call: StoredCallRow?
    }

    /// `switchboard_calls`, `switchboard_folds`.
    struct Calls: Decodable {
        var calls: [StoredCallRow]
    }

    /// `switchboard_events`.
    struct Events: Decodable {
        var events: [StoredEventRow]
    }

    /// `switchboard_search`.
    struct Search: Decodable {
        struct Match: Decodable {
            var call: String
            var id: String
            var time: Int64
            var utterance: StoredUtterance
        }

        var matches: [Match]
    }

    /// `switchboard_erase`.
    struct Erase: Decodable {
        var erased: Int
    }
}
