// SPDX-License-Identifier: Apache-2.0

/// The shapes and the order of keys are those of Twilio's documentation.
extension MessageWriter {
    mutating func write(_ connected: MediaStreamMessage.Connected) {
        self.object {
            $0.member("event", "connected")
            $0.member("protocol", connected.protocol)
            $0.member("version", connected.version)
        }
    }

    mutating func write(_ start: MediaStreamMessage.Start) {
        self.object {
            $0.member("event", "start")
            $0.member("sequenceNumber", textOf: start.sequenceNumber)
            $0.member("start") {
                $0.member("accountSid", start.accountSID)
                $0.member("streamSid", start.streamSID)
                $0.member("callSid", start.callSID)
                $0.member("tracks", start.tracks.map(\.name))
                $0.member("mediaFormat") {
                    $0.member("encoding", start.format.encoding)
                    $0.member("sampleRate", start.format.sampleRate)
                    $0.member("channels", start.format.channels)
                }
                $0.member("customParameters") { writer in
                    for parameter in start.customParameters {
                        writer.member(parameter.name, parameter.value)
                    }
                }
            }
            $0.member("streamSid", start.streamSID)
        }
    }

    mutating func write(_ media: MediaStreamMessage.Media) {
        self.object {
            $0.member("event", "media")
            $0.member("sequenceNumber", textOf: media.sequenceNumber)
            $0.member("media") {
                $0.member("track", media.track.name)
                $0.member("chunk", textOf: media.chunk)
                $0.member("timestamp", textOf: media.timestampMilliseconds)
                $0.member("payload", base64: media.payload)
            }
            $0.member("streamSid", media.streamSID)
        }
    }

    mutating func write(_ dtmf: MediaStreamMessage.DTMF) {
        self.object {
            $0.member("event", "dtmf")
            $0.member("streamSid", dtmf.streamSID)
            $0.member("sequenceNumber", textOf: dtmf.sequenceNumber)
            $0.member("dtmf") {
                // Here, and only here, Twilio uses the words of TwiML.
                $0.member("track", dtmf.track.name + "_track")
                $0.member("digit", dtmf.digit)
            }
        }
    }

    mutating func write(_ mark: MediaStreamMessage.Mark) {
        self.object {
            $0.member("event", "mark")
            $0.member("sequenceNumber", textOf: mark.sequenceNumber)
            $0.member("streamSid", mark.streamSID)
            $0.member("mark") { $0.member("name", mark.name) }
        }
    }

    mutating func write(_ stop: MediaStreamMessage.Stop) {
        self.object {
            $0.member("event", "stop")
            $0.member("sequenceNumber", textOf: stop.sequenceNumber)
            $0.member("stop") {
                $0.member("accountSid", stop.accountSID)
                $0.member("callSid", stop.callSID)
            }
            $0.member("streamSid", stop.streamSID)
        }
    }
}
