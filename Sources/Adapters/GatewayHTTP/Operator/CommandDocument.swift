// SPDX-License-Identifier: Apache-2.0

import CallCore

/// What was begun for an operator.
struct CommandDocument: Encodable {
    /// Who carries it out.
    enum Way: String, Encodable {
        /// The stream of the call, which is open here.
        case stream
        /// The carrier, which breaks off what goes on in the call.
        case carrier
    }

    let call: String
    let command: String
    let way: Way

    init(_ command: OperatorCommand, of call: CallID, by way: Way) {
        self.call = call.rawValue
        self.command = Self.name(of: command)
        self.way = way
    }

    private static func name(of command: OperatorCommand) -> String {
        switch command {
        case .hangUp: "hangup"
        case .transfer: "transfer"
        case .say: "say"
        case .hold: "hold"
        case .resume: "resume"
        }
    }
}
