// SPDX-License-Identifier: Apache-2.0

/// Says in words what an outcome means and what mends it.
enum SupabaseAdvice {
    /// A sentence or two for an operator's log. `words` are what the other side said, made safe.
    static func sentence(
        _ outcome: SupabaseOutcome,
        function: String,
        words: String,
        endpoint: SupabaseEndpoint
    ) -> String {
        switch outcome {
        case .overloaded: "Too many requests to Supabase wait already."
        case .breakerOpen: "Supabase failed too often and is not asked for a while" + Self.quoted(words)
        case .requestTooLong, .requestTooLarge:
            "The batch is larger than the way to Supabase takes" + Self.quoted(words)
        case .hostUnknown:
            "There is no host of the name in SUPABASE_URL (\(endpoint)): it is misspelt, or the project was paused or "
                + "deleted. Look at it in Supabase's dashboard and restore it there."
        case .notConnected: "Supabase cannot be reached at \(endpoint)."
        case .connectionLost: "The connection to Supabase broke before an answer came."
        case .answerCut: "The answer of Supabase was cut."
        case .timedOut: "Supabase did not answer in time."
        case .answerTooLong: "The answer of Supabase is longer than is read."
        case .answerUnreadable: "What answered at \(endpoint) is not PostgREST" + Self.quoted(words)
        case .gatewayFailed: "Supabase's gateway did not get an answer" + Self.quoted(words)
        case .rateLimited: "Supabase takes no more requests for now" + Self.quoted(words)
        default: Self.mend(outcome, function: function, words: words)
        }
    }

    private static func mend(_ outcome: SupabaseOutcome, function: String, words: String) -> String {
        switch outcome {
        case .restricted:
            "Supabase has restricted the project (402): a quota is used up or a bill is open. See Organization > Usage and "
                + "Billing in its dashboard" + Self.quoted(words)
        case .paused:
            "The Supabase project is paused (540). Restore it in the dashboard; it takes a few minutes."
        case .clockSkew: "Supabase's gateway and database disagree on the time for a moment" + Self.quoted(words)
        case .keyRefused where words.lowercased().contains("legacy api keys"):
            "The project's legacy keys are disabled: put a secret key (sb_secret_…) of Project Settings > API Keys into "
                + "SUPABASE_SERVICE_ROLE_KEY."
        case .keyRefused:
            "Supabase refuses SUPABASE_SERVICE_ROLE_KEY (401): it was revoked, or belongs to another project than "
                + "SUPABASE_URL. Take the secret key of Project Settings > API Keys" + Self.quoted(words)
        case .notPermitted:
            "The role service_role lacks a privilege: \(words). Run: \(Self.grant(for: words, function))"
        case .notMigrated:
            "Supabase does not know what public.\(function) needs: run `supabase db push`, or "
                + "`switchboard migrate --print | psql \"$DATABASE_URL\"`" + Self.quoted(words)
        case .poolExhausted: "All of PostgREST's connections to the database are busy" + Self.quoted(words)
        case .databaseAway, .databaseLost: "Supabase's database cannot be reached" + Self.quoted(words)
        case .databaseFull: "Supabase's database has no connections, memory or disk left" + Self.quoted(words)
        case .statementTimeout:
            "public.\(function) ran out of its time (statement_timeout); less at once may go through."
        case .conflict: "public.\(function) met a change that was made meanwhile" + Self.quoted(words)
        case .repeatedRow: "public.\(function) met the same row twice, and would again" + Self.quoted(words)
        case .badData: "Supabase's database cannot store this" + Self.quoted(words)
        default: "Supabase failed in public.\(function)" + Self.quoted(words)
        }
    }

    private static func quoted(_ words: String) -> String {
        words.isEmpty ? "." : ": \(words)"
    }

    /// The line that gives `service_role` what it lacks (since 2026-10-30 nobody has it by default:
    /// <https://github.com/orgs/supabase/discussions/45329>).
    static func grant(for words: String, _ function: String) -> String {
        guard
            let match = words.firstMatch(
                of: /permission denied for (table|view|relation|sequence|function|schema) (\w+)/
            )
        else { return "grant execute on function public.\(function)(jsonb) to service_role;" }
        let name = match.output.2
        return switch match.output.1 {
        case "function": "grant execute on function public.\(name)(jsonb) to service_role;"
        case "schema": "grant usage on schema \(name) to service_role;"
        case "sequence": "grant usage, select on sequence public.\(name) to service_role;"
        default: "grant select, insert, update, delete on table public.\(name) to service_role;"
        }
    }
}
