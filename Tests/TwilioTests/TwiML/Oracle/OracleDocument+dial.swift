// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    static let dial = [
        OracleDocument(
            "Dial",
            python: """
                r.dial("+14155550101", action="/d", method="POST", timeout=15, hangup_on_star=True, time_limit=600,
                    caller_id="+14155550100", record="record-from-ringing-dual", trim="trim-silence",
                    recording_status_callback="https://e/r", recording_configuration_id="rc",
                    recording_status_callback_method="GET", recording_status_callback_event="in-progress absent",
                    answer_on_bridge=True, ring_tone="us-old", recording_track="inbound", sequential=False,
                    refer_url="/refer", refer_method="POST", events="call-progress-event", passports="p",
                    callReason="your table")
                """
        ) {
            Dial(
                action: "/d",
                method: .post,
                timeout: .seconds(15),
                timeLimit: .seconds(600),
                hangupOnStar: true,
                callerId: "+14155550100",
                callReason: "your table",
                record: .fromRingingDual,
                trim: .trimSilence,
                recordingTrack: .inbound,
                recordingStatusCallback: "https://e/r",
                recordingStatusCallbackMethod: .get,
                recordingStatusCallbackEvent: [.inProgress, .absent],
                answerOnBridge: true,
                ringTone: .usOld,
                sequential: false,
                referUrl: "/refer",
                referMethod: .post,
                events: .callProgress,
                passports: "p",
                recordingConfigurationId: "rc"
            ) { DialText("+14155550101") }
        },
        OracleDocument(
            "Number",
            python: """
                r.dial().number("+14155550101", send_digits="ww1", url="/w", method="GET",
                    status_callback_event="initiated ringing answered completed", status_callback="/s",
                    status_callback_method="POST", byoc="BY1", machine_detection="DetectMessageEnd",
                    amd_status_callback_method="POST", amd_status_callback="/amd", machine_detection_timeout=30,
                    machine_detection_speech_threshold=2400, machine_detection_speech_end_threshold=1200,
                    machine_detection_silence_timeout=5000)
                """
        ) {
            Dial {
                Number(
                    "+14155550101",
                    sendDigits: "ww1",
                    url: "/w",
                    method: .get,
                    statusCallbackEvent: [.initiated, .ringing, .answered, .completed],
                    statusCallback: "/s",
                    statusCallbackMethod: .post,
                    byoc: "BY1",
                    machineDetection: .detectMessageEnd,
                    machineDetectionTimeout: .seconds(30),
                    machineDetectionSpeechThreshold: .milliseconds(2_400),
                    machineDetectionSpeechEndThreshold: .milliseconds(1_200),
                    machineDetectionSilenceTimeout: .seconds(5),
                    amdStatusCallback: "/amd",
                    amdStatusCallbackMethod: .post
                )
            }
        },
        OracleDocument(
            "Client",
            python: """
                d = r.dial()
                d.client("joe", url="/w", method="GET", status_callback_event="initiated", status_callback="/s",
                    status_callback_method="POST", clientNotificationUrl="/n")
                c = d.client()
                c.identity("ann")
                c.parameter(name="order", value="12 & 13")
                """
        ) {
            Dial {
                Client(
                    "joe",
                    url: "/w",
                    method: .get,
                    statusCallbackEvent: [.initiated],
                    statusCallback: "/s",
                    statusCallbackMethod: .post,
                    clientNotificationUrl: "/n"
                )
                Client("ann") { Parameter(name: "order", value: "12 & 13") }
            }
        },
        OracleDocument(
            "Sip",
            python: """
                d = r.dial()
                d.sip("sip:a@example.com;transport=tls?x-foo=bar&x-b=1", username="u", password="p", url="/w",
                    method="GET", status_callback_event="initiated", status_callback="/s",
                    status_callback_method="POST", machine_detection="Enable", amd_status_callback_method="GET",
                    amd_status_callback="/amd", machine_detection_timeout=20, machine_detection_speech_threshold=2000,
                    machine_detection_speech_end_threshold=1000, machine_detection_silence_timeout=4000)
                s = d.sip()
                s.uri("sip:b@example.com", priority=10, weight=5, username="u", password="p")
                s.uri("sip:c@example.com")
                h = s.headers()
                h.header(name="X-A", value="1")
                h.header(name="X-B", value="2")
                """
        ) {
            Dial {
                Sip(
                    "sip:a@example.com;transport=tls?x-foo=bar&x-b=1",
                    username: "u",
                    password: "p",
                    url: "/w",
                    method: .get,
                    statusCallbackEvent: [.initiated],
                    statusCallback: "/s",
                    statusCallbackMethod: .post,
                    machineDetection: .enable,
                    machineDetectionTimeout: .seconds(20),
                    machineDetectionSpeechThreshold: .seconds(2),
                    machineDetectionSpeechEndThreshold: .seconds(1),
                    machineDetectionSilenceTimeout: .seconds(4),
                    amdStatusCallback: "/amd",
                    amdStatusCallbackMethod: .get
                )
                Sip(headers: [SipHeader(name: "X-A", value: "1"), SipHeader(name: "X-B", value: "2")]) {
                    SipUri("sip:b@example.com", priority: 10, weight: 5, username: "u", password: "p")
                    SipUri("sip:c@example.com")
                }
            }
        },
        OracleDocument(
            "Conference",
            python: """
                r.dial().conference("Room 1", muted=True, beep="onEnter", start_conference_on_enter=False,
                    end_conference_on_exit=True, wait_url="", wait_method="GET", max_participants=10,
                    record="record-from-start", recording_configuration_id="rc", region="ie1", coach="CA1",
                    trim="trim-silence",
                    status_callback_event="start end join leave mute hold modify speaker announcement",
                    status_callback="/s", status_callback_method="POST", recording_status_callback="/r",
                    recording_status_callback_method="POST", recording_status_callback_event="completed",
                    event_callback_url="/e", jitter_buffer_size="off", participant_label="guest")
                """
        ) {
            Dial {
                Conference(
                    "Room 1",
                    muted: true,
                    beep: .onEnter,
                    startConferenceOnEnter: false,
                    endConferenceOnExit: true,
                    waitUrl: "",
                    waitMethod: .get,
                    maxParticipants: 10,
                    record: .fromStart,
                    trim: .trimSilence,
                    region: .ie1,
                    coach: "CA1",
                    jitterBufferSize: .off,
                    participantLabel: "guest",
                    statusCallbackEvent: [
                        .start, .end, .join, .leave, .mute, .hold, .modify, .speaker, .announcement,
                    ],
                    statusCallback: "/s",
                    statusCallbackMethod: .post,
                    recordingStatusCallback: "/r",
                    recordingStatusCallbackMethod: .post,
                    recordingStatusCallbackEvent: [.completed],
                    eventCallbackUrl: "/e",
                    recordingConfigurationId: "rc"
                )
            }
        },
        OracleDocument(
            "Queue, Sim, WhatsApp and Application",
            python: """
                d = r.dial()
                d.queue("support", url="/w", method="GET", reservation_sid="WR1", post_work_activity_sid="WA1")
                d.sim("DE1")
                d.whats_app("+14155550101", url="/w", method="GET", status_callback_event="answered",
                    status_callback="/s", status_callback_method="POST")
                d.application("AP1", url="/w", method="GET", status_callback_event="answered", status_callback="/s",
                    status_callback_method="POST", customer_id="c", copy_parent_to=True)
                a = d.application()
                a.application_sid("AP2")
                a.parameter(name="a", value="b")
                """
        ) {
            Dial {
                Queue("support", url: "/w", method: .get, reservationSid: "WR1", postWorkActivitySid: "WA1")
                Sim("DE1")
                WhatsApp(
                    "+14155550101",
                    url: "/w",
                    method: .get,
                    statusCallbackEvent: [.answered],
                    statusCallback: "/s",
                    statusCallbackMethod: .post
                )
                TwiMLApplication(
                    "AP1",
                    url: "/w",
                    method: .get,
                    statusCallbackEvent: [.answered],
                    statusCallback: "/s",
                    statusCallbackMethod: .post,
                    customerId: "c",
                    copyParentTo: true
                )
                TwiMLApplication("AP2") { Parameter(name: "a", value: "b") }
            }
        },
    ]

    /// A number as the text of Dial, which means the same as one `Number` and which this library does not write.
    private struct DialText: DialNoun {
        let node: TwiMLNode

        init(_ number: String) {
            self.node = .text(number)
        }
    }
}
