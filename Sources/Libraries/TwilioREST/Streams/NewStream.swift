// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// A stream that only listens, to start on a live call: <https://www.twilio.com/docs/voice/api/stream-resource>.
///
/// Streams that also speak are begun with TwiML.
public struct NewStream: Sendable, Equatable {
    /// Where the audio goes, `wss://…` without a query: Twilio drops one. A simulator on this machine takes `ws://` too.
    public var url: String
    /// A name of one's own, with which the stream can be stopped; once per call.
    public var name: String?
    /// Whose audio; Twilio's default is the caller's.
    public var tracks: StreamTrack?
    /// Where the progress of the stream is reported.
    public var statusCallback: Callback?
    /// What the `start` message tells the server, at most 99 names; Twilio takes 500 characters for a name with its
    /// value.
    public var parameters: FormParameters = [:]

    /// Creates a stream.
    public init(url: String, name: String? = nil, tracks: StreamTrack? = nil) {
        self.url = url
        self.name = name
        self.tracks = tracks
    }
}

extension NewStream {
    private var isSecure: Bool { self.url.lowercased().hasPrefix("wss://") }

    private var isLocal: Bool {
        let url = self.url.lowercased()
        guard url.hasPrefix("ws://"), let parsed = try? PublicURL("http" + url.dropFirst(2)) else { return false }
        return TwilioEndpoint.isLoopback(parsed.host)
    }

    func form() throws(TwilioRESTError) -> FormParameters {
        guard self.isSecure || self.isLocal, !self.url.contains("?") else {
            throw TwilioRESTError(.invalidRequest, "Url begins with wss:// and has no query.")
        }
        guard self.parameters.count <= 99 else {
            throw TwilioRESTError(.invalidRequest, "A stream has at most 99 parameters.")
        }
        var writer = FormWriter()
        writer.set("Url", self.url)
        writer.set("Name", self.name)
        writer.set("Track", self.tracks)
        writer.set("StatusCallback", self.statusCallback)
        for (index, parameter) in self.parameters.enumerated() {
            guard !parameter.name.isEmpty, parameter.name.count + parameter.value.count <= 500 else {
                throw TwilioRESTError(.invalidRequest, "A parameter of a stream has a name and 500 characters at most.")
            }
            writer.set("Parameter\(index + 1).Name", parameter.name)
            writer.set("Parameter\(index + 1).Value", parameter.value)
        }
        return writer.form
    }
}
