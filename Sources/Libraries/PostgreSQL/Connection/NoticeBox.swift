// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CLibPQ

/// Keeps of a connection's notices the last that says that it is over; all others are dropped. Used by its thread only.
final class NoticeBox {
    struct Farewell {
        let message: String
        /// `nil`: libpq itself complains, of messages that make no sense.
        let sqlState: String?
    }

    private var farewell: Farewell?

    /// libpq calls this for each notice. An error that comes while nothing is asked is one too.
    func note(_ result: OpaquePointer) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        let state = field("C")
        let severity = field("V")
        guard state == nil || severity == "FATAL" || severity == "PANIC" else { return }
        self.farewell = Farewell(message: field("M") ?? "", sqlState: state)
    }

    func takeFarewell() -> Farewell? {
        defer { self.farewell = nil }
        return self.farewell
    }
}
#endif
