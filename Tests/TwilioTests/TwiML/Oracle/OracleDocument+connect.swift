// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    /// A stream with everything; the last two are undocumented and set as attributes this library does not know.
    static let stream = Stream(
        url: "wss://example.com/media",
        name: "s",
        track: .inbound,
        statusCallback: "https://example.com/s",
        statusCallbackMethod: .post,
        connectorName: "c"
    ) { Parameter(name: "token", value: "a&b") }
    .attribute("audioFormat", "f")
    .attribute("sampleRate", "8000")

    static let streamPython = """
        .stream(name="s", connector_name="c", url="wss://example.com/media", track="inbound_track",
            status_callback="https://example.com/s", status_callback_method="POST", audio_format="f",
            sample_rate="8000").parameter(name="token", value="a&b")
        """

    static let connect = [
        OracleDocument("Connect with Stream", python: "r.connect(action='/c', method='GET')" + streamPython) {
            Connect(action: "/c", method: .get) { stream }
        },
        OracleDocument(
            "Room, AiSession and ConversationRelaySession",
            python: """
                r.connect().room("lobby", participant_identity="ann")
                r.connect().ai_session(ai_connector="a", ai_session_configuration="b")
                r.connect().conversation_relay_session(connector="a", session_configuration="b")
                """
        ) {
            Connect { Room("lobby", participantIdentity: "ann") }
            Connect { AiSession(aiConnector: "a", aiSessionConfiguration: "b") }
            Connect { ConversationRelaySession(connector: "a", sessionConfiguration: "b") }
        },
        OracleDocument(
            "VirtualAgent",
            python: """
                v = r.connect().virtual_agent(connector_name="c", language="de-DE", sentiment_analysis=True,
                    status_callback="/s", status_callback_method="POST")
                v.config(name="a", value="1")
                v.parameter(name="b", value="2")
                """
        ) {
            Connect {
                VirtualAgent(
                    connectorName: "c",
                    language: .deDE,
                    sentimentAnalysis: true,
                    statusCallback: "/s",
                    statusCallbackMethod: .post
                ) {
                    Config(name: "a", value: "1")
                    Parameter(name: "b", value: "2")
                }
            }
        },
        OracleDocument(
            "Conversation",
            python: """
                r.connect().conversation(service_instance_sid="IS1", inbound_autocreation=True,
                    routing_assignment_timeout=30, inbound_timeout=60, url="/w", method="GET",
                    record="record-from-answer", trim="do-not-trim", recording_status_callback="/r",
                    recording_status_callback_method="POST", recording_status_callback_event="completed",
                    status_callback="/s", status_callback_method="POST",
                    status_callback_event="call-initiated call-ringing call-answered call-completed")
                """
        ) {
            Connect {
                Conversation(
                    serviceInstanceSid: "IS1",
                    inboundAutocreation: true,
                    routingAssignmentTimeout: .seconds(30),
                    inboundTimeout: .seconds(60),
                    url: "/w",
                    method: .get,
                    record: .fromAnswer,
                    trim: .doNotTrim,
                    recordingStatusCallback: "/r",
                    recordingStatusCallbackMethod: .post,
                    recordingStatusCallbackEvent: [.completed],
                    statusCallback: "/s",
                    statusCallbackMethod: .post,
                    statusCallbackEvent: [.initiated, .ringing, .answered, .completed]
                )
            }
        },
    ]
}
