// SPDX-License-Identifier: Apache-2.0

extension SupabaseOutcome {
    /// Understands an answer that is no success, by its code first: the status alone says too little.
    init(status: Int, code: String?, message: String) {
        if let code, let outcome = Self.understood(code, status, message) {
            self = outcome
            return
        }
        self =
            switch status {
            case 401: .keyRefused
            case 402: .restricted
            case 413, 414, 431: .requestTooLarge
            case 400 where message.lowercased().contains("too large"): .requestTooLarge
            case 429: .rateLimited
            case 540: .paused
            case 408, 502...504, 520...530, 544: .gatewayFailed
            case 500...: .databaseFailed
            default: .refused
            }
    }

    /// The codes of PostgREST 14 (<https://docs.postgrest.org/en/v14/references/errors.html>) and PostgreSQL.
    private static func understood(_ code: String, _ status: Int, _ message: String) -> Self? {
        if code.hasPrefix("PGRST") { return Self.postgREST(code, message) }
        if code.hasPrefix("PT") { return status == 409 ? .conflict : status >= 500 ? .databaseFailed : .badData }
        guard code.utf8.count == 5 else { return nil }
        switch code {
        case "57014": return .statementTimeout
        case "57P01", "57P02", "57P03": return .databaseLost
        // Without a valid key one is anonymous, and PostgREST answers 401.
        case "42501", "22023": if status == 401 { return .keyRefused }
        case "40001", "40P01": return .conflict
        case "42883", "42P01", "42703", "3F000": return .notMigrated
        case "P0001": return .badData
        default: break
        }
        switch code.prefix(2) {
        case "08": return .databaseLost
        case "21": return .repeatedRow
        case "22", "23", "54": return .badData
        case "42" where code == "42501": return .notPermitted
        case "53": return .databaseFull
        default: return nil
        }
    }

    private static func postgREST(_ code: String, _ message: String) -> Self? {
        switch code {
        case "PGRST000", "PGRST002": .databaseAway
        case "PGRST001": .databaseLost
        case "PGRST003": .poolExhausted
        case "PGRST202", "PGRST204", "PGRST205": .notMigrated
        case "PGRST303": message.lowercased().contains("issued at future") ? .clockSkew : .keyRefused
        case "PGRST301", "PGRST302": .keyRefused
        default: nil
        }
    }
}
