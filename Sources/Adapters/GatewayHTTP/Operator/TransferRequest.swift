// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird

/// `POST /api/calls/{sid}/transfer`: what an operator may say.
struct TransferRequest {
    let target: TransferTarget
    /// Said to whoever answers.
    let whisper: String?
    /// Whether a summary of the conversation is said to whoever answers.
    let wantsSummary: Bool
    /// Said to the caller; `nil` for what the dialogue says.
    let saying: String?

    init(_ request: Request) async throws {
        var fields = try await JSONRequest.read(request)
        let to = try fields.required("to")
        do throws(CarrierError) {
            self.target = try TransferTarget(to)
        } catch {
            throw Problem.invalid("to", error.message)
        }
        self.whisper = try fields.sentence("whisper").flatMap { $0.isEmpty ? nil : $0 }
        self.wantsSummary = try fields.flag("summary")
        self.saying = try fields.sentence("saying")
        try fields.finish()
        guard self.whisper == nil || !self.wantsSummary else {
            throw Problem.invalid("whisper", "Either whisper or summary, not both.")
        }
        switch self.target {
        case .number, .client, .sip: break
        case .conference, .queue:
            guard self.whisper == nil, !self.wantsSummary else {
                throw Problem.invalid("whisper", "Nobody is there to whisper to in a conference or a queue.")
            }
        }
    }
}
