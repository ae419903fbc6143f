// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    private static let siprec = Siprec(
        name: "s",
        connectorName: "c",
        track: .both,
        statusCallback: "/s",
        statusCallbackMethod: .post
    ) { Parameter(name: "a", value: "b") }

    private static let siprecPython = """
        .siprec(name="s", connector_name="c", track="both_tracks", status_callback="/s",
            status_callback_method="POST").parameter(name="a", value="b")
        """

    private static let transcription = Transcription(
        name: "t",
        track: .outbound,
        statusCallbackUrl: "/t",
        statusCallbackMethod: .post,
        inboundTrackLabel: "guest",
        outboundTrackLabel: "host",
        partialResults: true,
        languageCode: .deDE,
        transcriptionEngine: .deepgram,
        profanityFilter: true,
        speechModel: "nova-3",
        hints: ["a table", "two people"],
        enableAutomaticPunctuation: false,
        intelligenceService: "GA1"
    ) {
        Config(name: "a", value: "1")
        Parameter(name: "b", value: "2")
    }

    private static let transcriptionPython = """
        .transcription(name="t", track="outbound_track", status_callback_url="/t",
            status_callback_method="POST", inbound_track_label="guest", outbound_track_label="host",
            partial_results=True, language_code="de-DE", transcription_engine="deepgram", profanity_filter=True,
            speech_model="nova-3", hints="a table,two people", enable_automatic_punctuation=False,
            intelligence_service="GA1")
        t.config(name="a", value="1")
        t.parameter(name="b", value="2")
        """

    static let background = [
        OracleDocument("Start with Stream", python: "r.start(action='/c', method='GET')" + streamPython) {
            Start(action: "/c", method: .get) { stream }
        },
        OracleDocument("Start with Siprec", python: "r.start()" + siprecPython) { Start { siprec } },
        OracleDocument("Start with Transcription", python: "t = r.start()" + transcriptionPython) {
            Start { transcription }
        },
        OracleDocument(
            "Start with Recording",
            python: """
                r.start().recording(recording_status_callback="https://e/r", recording_status_callback_method="POST",
                    recording_status_callback_event="in-progress completed absent", trim="trim-silence",
                    track="outbound", channels="dual", recording_configuration_id="rc")
                """
        ) {
            Start {
                Recording(
                    recordingStatusCallback: "https://e/r",
                    recordingStatusCallbackMethod: .post,
                    recordingStatusCallbackEvent: [.inProgress, .completed, .absent],
                    trim: .trimSilence,
                    track: .outbound,
                    channels: .dual,
                    recordingConfigurationId: "rc"
                )
            }
        },
        OracleDocument(
            "Stop",
            python: """
                r.stop()\(streamPython)
                r.stop()\(siprecPython)
                t = r.stop()\(transcriptionPython)
                r.stop().stream(name="by name")
                """
        ) {
            Stop { stream }
            Stop { siprec }
            Stop { transcription }
            Stop { Stream(name: "by name") }
        },
    ]
}
