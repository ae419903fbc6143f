// SPDX-License-Identifier: Apache-2.0

public import CallCore
import Twilio
import TwilioREST

extension TwilioCarrier {
    /// Begins to record a live call, each side in its own channel, and gives the recording's SID.
    ///
    /// `statusURL` is told when it begins, can be fetched, or is absent. Fails with ``CarrierError``.
    public func startRecording(_ call: CallID, statusURL: String? = nil) async throws(CarrierError) -> String {
        let options = RecordingOptions(
            channels: .dual,
            statusCallback: statusURL.map { Callback($0, method: .post) },
            statusEvents: statusURL == nil ? [] : [.inProgress, .completed, .absent]
        )
        let outcome = await self.client.recordings.start(on: try Self.sid(call), options)
        do throws(TwilioRESTError) {
            return try outcome.get().sid.description
        } catch {
            throw CarrierError(error, doing: .changing)
        }
    }

    /// Ends the recording of a live call. A call that is over already is not an error: its recording has ended with it.
    public func stopRecording(_ call: CallID) async throws(CarrierError) {
        let sid = try Self.sid(call)
        do throws(TwilioRESTError) {
            _ = try await self.client.recordings.update(.current, of: sid, .stop)
        } catch {
            let error = CarrierError(error, doing: .changing)
            guard error.code != .callIsOver else { return }
            throw error
        }
    }

    /// Starts a stream that listens to both sides of a live call, and gives its SID.
    ///
    /// `url` begins with `wss://` and has no query. `name` is once per call and stops it again. `parameters` arrive with
    /// the stream's `start`. Fails with ``CarrierError``.
    public func startListening(
        _ call: CallID,
        url: String,
        name: String,
        statusURL: String? = nil,
        tracks: StreamTracks = .both,
        parameters: [(name: String, value: String)] = []
    ) async throws(CarrierError) -> String {
        var stream = NewStream(url: url, name: name, tracks: tracks.track)
        stream.statusCallback = statusURL.map { Callback($0, method: .post) }
        for parameter in parameters { stream.parameters.append(parameter.name, parameter.value) }
        let outcome = await self.client.streams.start(on: try Self.sid(call), stream)
        do throws(TwilioRESTError) {
            return try outcome.get().sid.description
        } catch {
            throw CarrierError(error, doing: .changing)
        }
    }

    /// Stops a stream that listens. A call that is over already is not an error: its streams have ended with it.
    public func stopListening(_ call: CallID, name: String) async throws(CarrierError) {
        let sid = try Self.sid(call)
        do throws(TwilioRESTError) {
            _ = try await self.client.streams.stop(.name(name), of: sid)
        } catch {
            let error = CarrierError(error, doing: .changing)
            guard error.code != .callIsOver else { return }
            throw error
        }
    }

    /// Whose audio a stream carries.
    public enum StreamTracks: Sendable, Hashable {
        /// What the caller says.
        case caller
        /// What the caller hears.
        case other
        /// Both, each apart.
        case both

        var track: StreamTrack {
            switch self {
            case .caller: .inbound
            case .other: .outbound
            case .both: .both
            }
        }
    }
}
