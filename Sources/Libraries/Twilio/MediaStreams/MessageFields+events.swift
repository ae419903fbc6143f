// SPDX-License-Identifier: Apache-2.0

extension MessageFields {
    func start() throws(TwilioError) -> MediaStreamMessage.Start {
        let start = try self.object("start")
        // Twilio writes it twice, inside and outside.
        let inside = start.optionalText("streamSid")
        return MediaStreamMessage.Start(
            streamSID: try inside == nil ? self.text("streamSid") : start.text("streamSid"),
            accountSID: try start.text("accountSid"),
            callSID: try start.text("callSid"),
            sequenceNumber: try self.integer("sequenceNumber"),
            tracks: try start.tracks(),
            format: try start.object("mediaFormat").format(),
            customParameters: try start.customParameters()
        )
    }

    func media() throws(TwilioError) -> MediaStreamMessage.Media {
        let media = try self.object("media")
        return MediaStreamMessage.Media(
            streamSID: try self.streamSID(),
            sequenceNumber: try self.integer("sequenceNumber"),
            track: try media.track(),
            chunk: try media.integer("chunk"),
            timestampMilliseconds: try media.integer("timestamp"),
            payload: try media.payload()
        )
    }

    func dtmf() throws(TwilioError) -> MediaStreamMessage.DTMF {
        let dtmf = try self.object("dtmf")
        return MediaStreamMessage.DTMF(
            streamSID: try self.streamSID(),
            sequenceNumber: try self.integer("sequenceNumber"),
            track: try dtmf.track(),
            digit: try dtmf.key("digit")
        )
    }

    func mark() throws(TwilioError) -> MediaStreamMessage.Mark {
        MediaStreamMessage.Mark(
            streamSID: try self.streamSID(),
            sequenceNumber: try self.integer("sequenceNumber"),
            name: try self.object("mark").text("name")
        )
    }

    func stop() throws(TwilioError) -> MediaStreamMessage.Stop {
        // A stream that ends must be able to say so, whatever else the message lacks.
        let stop = self.value["stop"].map { MessageFields(value: $0) }
        return MediaStreamMessage.Stop(
            streamSID: try self.streamSID(),
            sequenceNumber: try self.integer("sequenceNumber"),
            accountSID: stop?.optionalText("accountSid"),
            callSID: stop?.optionalText("callSid")
        )
    }

    private func tracks() throws(TwilioError) -> [MediaTrack] {
        guard let value = self.value["tracks"] else { return [.inbound] }
        guard case .array(let elements) = value else {
            throw TwilioError(.malformedMessage, "The tracks of the stream are no list.")
        }
        return elements.compactMap { $0.string.flatMap { MediaTrack($0) } }
    }

    private func format() throws(TwilioError) -> MediaStreamMessage.Start.Format {
        guard let sampleRate = try self.integer("sampleRate"), let channels = try self.integer("channels") else {
            throw TwilioError(.malformedMessage, "The media format of the stream is not complete.")
        }
        return MediaStreamMessage.Start.Format(
            encoding: try self.text("encoding"),
            sampleRate: Int(sampleRate),
            channels: Int(channels)
        )
    }
}
