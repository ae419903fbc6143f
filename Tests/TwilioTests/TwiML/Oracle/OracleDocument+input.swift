// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    static let input = [
        OracleDocument(
            "Gather",
            python: """
                g = r.gather(input="dtmf speech", action="/g?a=1&b=2", method="GET", timeout=4, speech_timeout="auto",
                    max_speech_time=30, profanity_filter=False, finish_on_key="", num_digits=4,
                    partial_result_callback="/p", partial_result_callback_method="POST", language="de-DE",
                    hints="a table,two people", barge_in=True, debug=False, action_on_empty_result=True,
                    speech_model="deepgram_nova-2-meeting", enhanced=True)
                g.say("Yes?", voice="alice", loop=1, language="en-GB")
                g.play("/a.mp3", loop=2, digits="w1")
                g.pause(length=1)
                """
        ) {
            Gather(
                action: "/g?a=1&b=2",
                method: .get,
                input: .dtmfOrSpeech,
                timeout: .seconds(4),
                speechTimeout: .automatic,
                maxSpeechTime: .seconds(30),
                finishOnKey: "",
                numDigits: 4,
                language: .deDE,
                hints: ["a table", "two people"],
                speechModel: .deepgramNova2("meeting"),
                enhanced: true,
                profanityFilter: false,
                bargeIn: true,
                partialResultCallback: "/p",
                partialResultCallbackMethod: .post,
                actionOnEmptyResult: true,
                debug: false
            ) {
                Say("Yes?", voice: .alice, language: .enGB, loop: 1)
                Play("/a.mp3", loop: 2, digits: "w1")
                Pause(length: .seconds(1))
            }
        },
        OracleDocument(
            "Record",
            python: """
                r.record(action="/r", method="POST", timeout=0, finish_on_key="#", max_length=120, play_beep=False,
                    trim="do-not-trim", recording_status_callback="https://example.com/rs",
                    recording_status_callback_method="POST",
                    recording_status_callback_event="in-progress completed absent", transcribe=True,
                    transcribe_callback="/t", recording_configuration_id="rc")
                """
        ) {
            Record(
                action: "/r",
                method: .post,
                timeout: .zero,
                finishOnKey: "#",
                maxLength: .seconds(120),
                playBeep: false,
                trim: .doNotTrim,
                recordingStatusCallback: "https://example.com/rs",
                recordingStatusCallbackMethod: .post,
                recordingStatusCallbackEvent: [.inProgress, .completed, .absent],
                transcribe: true,
                transcribeCallback: "/t",
                recordingConfigurationId: "rc"
            )
        },
        OracleDocument(
            "the small verbs",
            python: """
                r.echo()
                r.leave()
                r.sms("hello", to="+14155550101", from_="+14155550100", action="/a", method="POST",
                    status_callback="/s")
                r.refer(action="/ref", method="POST").sip("sip:a@example.com?X-A=1")
                r.redirect("/next?a=1&b=2", method="GET")
                r.hangup().parameter(name="a", value="b")
                """
        ) {
            Echo()
            Leave()
            Sms(
                "hello",
                to: "+14155550101",
                from: "+14155550100",
                action: "/a",
                method: .post,
                statusCallback: "/s"
            )
            Refer("sip:a@example.com?X-A=1", action: "/ref", method: .post)
            Redirect("/next?a=1&b=2", method: .get)
            Hangup { Parameter(name: "a", value: "b") }
        },
        OracleDocument("Hangup alone", python: "r.hangup()") { Hangup() },
        OracleDocument("Reject alone", python: "r.reject()") { Reject() },
        OracleDocument("Reject", python: "r.reject(reason='busy').parameter(name='a', value='b')") {
            Reject(reason: .busy) { Parameter(name: "a", value: "b") }
        },
        OracleDocument(
            "Enqueue",
            python: """
                r.enqueue("support", action="/e", max_queue_size=50, method="POST", wait_url="", wait_url_method="GET")
                e = r.enqueue(workflow_sid="WW0123456789abcdef0123456789abcdef")
                e.task('{"language": "de", "text": "<&>"}', priority=5, timeout=60)
                r.enqueue("named").task("{}")
                """
        ) {
            Enqueue(
                "support",
                action: "/e",
                method: .post,
                waitUrl: "",
                waitUrlMethod: .get,
                maxQueueSize: 50
            )
            Enqueue(
                workflowSid: "WW0123456789abcdef0123456789abcdef",
                task: Enqueue.Task(#"{"language": "de", "text": "<&>"}"#, priority: 5, timeout: .seconds(60))
            )
            Enqueue("named", task: Enqueue.Task("{}"))
        },
    ]
}
