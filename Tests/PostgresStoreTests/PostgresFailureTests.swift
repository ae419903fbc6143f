// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import PostgreSQL
import Testing

@testable import PostgresStore

@Suite struct PostgresFailureTests {
    private func storeError(_ state: String, _ code: PostgresError.Code = .serverError) -> StoreError {
        PostgresFailure.storeError(PostgresError(code, "the secret words", sqlState: state), of: "switchboard_append")
    }

    @Test(arguments: [
        "08006", "08P01", "25006", "25P02", "40001", "40P01", "53000", "53100", "53200", "53300", "55P03", "57P01",
        "57P02", "57P03", "58030", "57014", "XX000", "42601", "P0001", "3D000", "28P01", "28000", "42501",
    ])
    func mayBeBetterLater(_ state: String) {
        #expect(self.storeError(state).code == .unavailable)
    }

    @Test(arguments: [
        "22001", "22003", "22008", "22021", "22P02", "22P05", "22023", "23502", "23503", "23505", "23514", "54000",
    ])
    func willNeverBeTakenAndIsNotRepeatedInWords(_ state: String) {
        let error = self.storeError(state)
        #expect(error.code == .rejected)
        #expect(!error.description.contains("secret"))
        #expect(error.message.contains(state))
    }

    @Test(arguments: ["42P01", "42883", "3F000"])
    func tellsThatNobodyHasMigrated(_ state: String) {
        let error = self.storeError(state)
        #expect(error.code == .unavailable)
        #expect(error.message.contains("switchboard migrate"))
        #expect(error.cause is MissingFunction)
    }

    @Test(arguments: ["28P01", "28000", "42501", "3D000"])
    func tellsThatTheUserMayNot(_ state: String) {
        #expect(self.storeError(state, .refused).message.contains("grants"))
    }

    @Test func asksForLessWhenItTookTooLong() {
        #expect(self.storeError("57014").wantsSmallerBatch)
        for code in [PostgresError.Code.timedOut, .resultTooLarge] {
            let error = PostgresFailure.storeError(PostgresError(code, "…"), of: "switchboard_append")
            #expect(error.wantsSmallerBatch)
            #expect(error.code == .unavailable)
        }
        #expect(!self.storeError("53300").wantsSmallerBatch)
    }

    @Test(arguments: [
        PostgresError.Code.connectionFailed, .refused, .cancelled, .closed, .poolExhausted, .protocolViolation,
        .invalidConfiguration,
    ])
    func whatDoesNotReachTheServerMayBeBetterLater(_ code: PostgresError.Code) {
        #expect(PostgresFailure.storeError(PostgresError(code, "…"), of: "x").code == .unavailable)
    }

    @Test func whatCannotBeSentIsRejected() {
        let error = PostgresFailure.storeError(PostgresError(.invalidParameter, "…"), of: "x")
        #expect(error.code == .rejected)
    }
}
#endif
