// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    /// `POST Calls/{sid}/Streams.json`: a stream beside a running call. Twilio, "Stream resource".
    func createStream(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let live = try self.live(context)
        let form = CallForm(context.form)
        guard let url = context.form["Url"].flatMap(WebURL.init), ["wss", "ws"].contains(url.scheme) else {
            throw .invalid("Url", "it does not begin with wss://")
        }
        guard let tracks = BackgroundStreamOrder.tracks(context.form["Track"]) else {
            throw .invalid("Track", "it is none of inbound_track, outbound_track, both_tracks")
        }
        let order = BackgroundStreamOrder(
            url: url.description,
            name: context.form["Name"],
            tracks: tracks,
            statusCallback: try form.url("StatusCallback"),
            statusCallbackMethod: try form.method("StatusCallbackMethod"),
            parameters: Self.parameters(context.form)
        )
        do throws(DebuggerError) {
            let stream = try live.startStream(order, at: .zero)
            return TwinAnswer(status: 201, body: self.json(stream, of: live, status: "in-progress"))
        } catch {
            throw TwinFailure(400, 20_001, error.message)
        }
    }

    /// `POST Calls/{sid}/Streams/{sid or name}.json` with `Status=stopped`.
    func updateStream(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let live = try self.live(context)
        guard let stream = live.streams[context.captures[1]] else {
            throw .unknown(context.request.path)
        }
        guard context.form["Status"] == "stopped" else { throw .invalid("Status", "it can only be stopped") }
        stream.stop()
        return TwinAnswer(body: self.json(stream, of: live, status: "stopped"))
    }

    /// `Parameter1.Name` and `Parameter1.Value`, up to 99 of them.
    private static func parameters(_ form: FormParameters) -> FormParameters {
        var parameters: FormParameters = [:]
        for number in 1...99 {
            guard let name = form["Parameter\(number).Name"] else { continue }
            parameters.append(name, form["Parameter\(number).Value"] ?? "")
        }
        return parameters
    }

    private func json(_ stream: BackgroundStream, of live: LiveCall, status: String) -> TwinValue {
        [
            "sid": .text(stream.sid), "account_sid": .text(self.account.sid), "call_sid": .text(live.sid),
            "name": TwinValue(stream.order.name), "status": .text(status),
            "date_updated": TwinValue(Date.now),
            "uri": .text(self.path("Calls/\(live.sid)/Streams/\(stream.sid)") + ".json"),
        ]
    }
}
