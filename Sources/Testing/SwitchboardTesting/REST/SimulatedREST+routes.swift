// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    /// Everything that can be asked for, as a table.
    static let routes: [TwinRoute] = [
        TwinRoute("GET", "") { (rest, _) throws(TwinFailure) in rest.accountAnswer },
        TwinRoute("POST", "Calls") { (rest, context) throws(TwinFailure) in try rest.createCall(context) },
        TwinRoute("GET", "Calls") { (rest, context) throws(TwinFailure) in try rest.listCalls(context) },
        TwinRoute("GET", "Calls/{}") { (rest, context) throws(TwinFailure) in try rest.fetchCall(context) },
        TwinRoute("POST", "Calls/{}") { (rest, context) throws(TwinFailure) in try rest.updateCall(context) },
        TwinRoute("DELETE", "Calls/{}") { (rest, context) throws(TwinFailure) in try rest.deleteCall(context) },
        TwinRoute("POST", "Calls/{}/Recordings") { (rest, context) throws(TwinFailure) in
            try rest.createRecording(context)
        },
        TwinRoute("GET", "Calls/{}/Recordings") { (rest, context) throws(TwinFailure) in
            try rest.listRecordings(context, ofCall: context.captures[0])
        },
        TwinRoute("POST", "Calls/{}/Recordings/{}") { (rest, context) throws(TwinFailure) in
            try rest.updateRecording(context)
        },
        TwinRoute("GET", "Calls/{}/Recordings/{}") { (rest, context) throws(TwinFailure) in
            try rest.fetchRecording(context, context.captures[1])
        },
        TwinRoute("DELETE", "Calls/{}/Recordings/{}") { (rest, context) throws(TwinFailure) in
            try rest.deleteRecording(context, context.captures[1])
        },
        TwinRoute("POST", "Calls/{}/Streams") { (rest, context) throws(TwinFailure) in try rest.createStream(context) },
        TwinRoute("POST", "Calls/{}/Streams/{}") { (rest, context) throws(TwinFailure) in
            try rest.updateStream(context)
        },
        TwinRoute("GET", "Recordings") { (rest, context) throws(TwinFailure) in
            try rest.listRecordings(context, ofCall: context.query["CallSid"])
        },
        TwinRoute("GET", "Recordings/{}") { (rest, context) throws(TwinFailure) in
            try rest.fetchRecording(context, context.captures[0])
        },
        TwinRoute("DELETE", "Recordings/{}") { (rest, context) throws(TwinFailure) in
            try rest.deleteRecording(context, context.captures[0])
        },
        TwinRoute("POST", "Messages") { (rest, context) throws(TwinFailure) in try rest.createMessage(context) },
        TwinRoute("GET", "Messages") { (rest, context) throws(TwinFailure) in try rest.listMessages(context) },
        TwinRoute("GET", "Messages/{}") { (rest, context) throws(TwinFailure) in try rest.fetchMessage(context) },
        TwinRoute("GET", "IncomingPhoneNumbers") { (rest, context) throws(TwinFailure) in
            try rest.listNumbers(context)
        },
        TwinRoute("GET", "IncomingPhoneNumbers/{}") { (rest, context) throws(TwinFailure) in
            try rest.fetchNumber(context)
        },
        TwinRoute("POST", "IncomingPhoneNumbers/{}") { (rest, context) throws(TwinFailure) in
            try rest.updateNumber(context)
        },
    ]

    /// The account itself.
    private var accountAnswer: TwinAnswer {
        TwinAnswer(body: [
            "sid": .text(self.account.sid), "friendly_name": "Simulated account", "status": "active", "type": "Full",
            "date_created": TwinValue(.now), "date_updated": TwinValue(.now),
            "owner_account_sid": .text(self.account.sid),
            "uri": .text("/2010-04-01/Accounts/\(self.account.sid).json"),
        ])
    }

    /// The path of a resource, without `.json`.
    func path(_ resource: String) -> String { "/2010-04-01/Accounts/\(self.account.sid)/\(resource)" }
}
