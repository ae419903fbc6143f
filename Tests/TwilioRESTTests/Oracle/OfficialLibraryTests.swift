// SPDX-License-Identifier: Apache-2.0

import Resilience
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// The same arguments give the same request as in Twilio's own Python library, where it is installed.
@Suite struct OfficialLibraryTests {
    typealias Case = (python: String, swift: @Sendable (TwilioClient) async throws -> Void)

    private static let callback = "'https://voice.example.com/a?b=c&d=é'"

    private static let calls: [Case] = [
        (
            """
            client.calls.create(to='sip:alice@example.com', from_='+14155550123', url='https://a.example/x', method='GET',
              fallback_url=\(callback), fallback_method='GET', status_callback=\(callback), status_callback_method='GET',
              status_callback_event=['initiated','ringing','answered','completed'], send_digits='ww1234#W*', timeout=25,
              time_limit=3600, record=True, recording_channels='dual', recording_track='both', trim='do-not-trim',
              recording_status_callback=\(callback), recording_status_callback_method='GET',
              recording_status_callback_event=['in-progress','completed','absent'], sip_auth_username='alice',
              sip_auth_password='p&=w', machine_detection='DetectMessageEnd', machine_detection_timeout=45,
              machine_detection_speech_threshold=2000, machine_detection_speech_end_threshold=900,
              machine_detection_silence_timeout=4000, async_amd='true', async_amd_status_callback=\(callback),
              async_amd_status_callback_method='GET', caller_id='+14155550199', call_reason='Your table, tonight',
              call_token='%7B%22token%22%7D', byoc='BY00000000000000000000000000000001',
              client_notification_url='https://push.example.com/')
            """,
            { _ = await $0.calls.create(EveryRequest.fullCall, resolving: nil) }
        ),
        (
            "client.calls('\(Stage.call)').update(status='completed')",
            { _ = try await $0.calls.update(Stage.call, .ending()) }
        ),
        (
            "client.calls('\(Stage.call)').update(url='https://a.example/next', method='POST')",
            {
                _ = try await $0.calls.update(
                    Stage.call,
                    .redirecting(to: .url("https://a.example/next", method: .post))
                )
            }
        ),
        ("client.calls('\(Stage.call)').fetch()", { _ = try await $0.calls.fetch(Stage.call) }),
        ("client.calls('\(Stage.call)').delete()", { try await $0.calls.delete(Stage.call) }),
        (
            """
            client.calls.list(to='+14155550100', from_='+14155550123', status='busy', start_time_after=moment,
              start_time_before=later, page_size=50, limit=1000)
            """,
            { client in
                var filter = CallFilter()
                filter.to = "+14155550100"
                filter.from = "+14155550123"
                filter.status = .busy
                filter.started = EveryRequest.span
                filter.pageSize = 50
                _ = try await client.calls.list(filter).prefix(upTo: 1)
            }
        ),
        (
            """
            client.calls('\(Stage.call)').streams.create(url='wss://a.example/listen', name='in', track='both_tracks',
              status_callback=\(callback), status_callback_method='GET', parameter1_name='token', parameter1_value='é=&')
            """,
            { client in
                var stream = NewStream(url: "wss://a.example/listen", name: "in", tracks: .both)
                stream.statusCallback = EveryRequest.callback
                stream.parameters = ["token": "é=&"]
                _ = await client.streams.start(on: Stage.call, stream)
            }
        ),
        (
            "client.calls('\(Stage.call)').streams('in').update(status='stopped')",
            { _ = try await $0.streams.stop(.name("in"), of: Stage.call) }
        ),
    ]

    private static let others: [Case] = [
        (
            """
            client.calls('\(Stage.call)').recordings.create(recording_channels='dual', recording_track='both',
              trim='do-not-trim', recording_status_callback=\(callback), recording_status_callback_method='GET',
              recording_status_callback_event=['in-progress','completed','absent'])
            """,
            { _ = await $0.recordings.start(on: Stage.call, EveryRequest.fullRecording) }
        ),
        (
            "client.calls('\(Stage.call)').recordings('Twilio.CURRENT').update(status='paused', pause_behavior='skip')",
            { _ = try await $0.recordings.update(of: Stage.call, .pause(.skip)) }
        ),
        (
            """
            client.recordings.list(call_sid='\(Stage.call)', date_created_after=moment, date_created_before=later,
              include_soft_deleted=True, page_size=5, limit=1000)
            """,
            { client in
                var filter = RecordingFilter()
                filter.call = Stage.call
                filter.created = EveryRequest.span
                filter.includesDeleted = true
                filter.pageSize = 5
                _ = try await client.recordings.list(filter).prefix(upTo: 1)
            }
        ),
        ("client.recordings('\(Stage.recording)').delete()", { try await $0.recordings.delete(Stage.recording) }),
        (
            """
            client.messages.create(to='+14155550100', messaging_service_sid='MG00000000000000000000000000000001',
              send_at=moment, schedule_type='fixed', body='hello & good-bye',
              media_url=['https://a.example/1.png','https://a.example/2.png'],
              status_callback='https://voice.example.com/sms', application_sid='\(EveryRequest.application)',
              max_price='0.05', provide_feedback=True, attempt=2, validity_period=600, force_delivery=False,
              content_retention='discard', address_retention='obfuscate', smart_encoded=True, persistent_action=['a','b'],
              traffic_type='free', shorten_urls=True, send_as_mms=True, risk_check='disable',
              fallback_from='+14155550123')
            """,
            { _ = await $0.messages.create(EveryRequest.fullMessage) }
        ),
        (
            """
            client.incoming_phone_numbers('\(EveryRequest.number)').update(friendly_name='Main',
              voice_url='https://a.example/voice', voice_method='POST', voice_fallback_url='', voice_fallback_method='GET',
              status_callback='https://a.example/status', status_callback_method='POST', voice_application_sid='',
              trunk_sid='TK00000000000000000000000000000001', voice_receive_mode='voice', voice_caller_id_lookup=False,
              sms_url='https://a.example/sms', sms_method='GET', sms_fallback_url='https://a.example/sms2',
              sms_fallback_method='POST', sms_application_sid='\(EveryRequest.application)')
            """,
            { _ = try await $0.phoneNumbers.update(EveryRequest.number, EveryRequest.fullNumber) }
        ),
        (
            "client.queues('\(EveryRequest.queue)').members('Front').update(url=\(callback), method='GET')",
            { _ = await $0.queues.dequeue(.front, of: EveryRequest.queue, to: EveryRequest.callback) }
        ),
        (
            """
            client.conferences('\(EveryRequest.conference)').participants('\(Stage.call)').update(muted=True, hold=True,
              hold_url=\(callback), hold_method='GET', announce_url=\(callback), announce_method='GET',
              wait_url=\(callback), wait_method='GET', beep_on_exit=True, end_conference_on_exit=False, coaching=True,
              call_sid_to_coach='\(Stage.call)')
            """,
            { client in
                let call = ParticipantReference.call(Stage.call)
                _ = try await client.conferences.update(call, of: EveryRequest.conference, EveryRequest.fullParticipant)
            }
        ),
    ]

    @Test(.enabled(if: OfficialLibrary.isInstalled, "needs python3 with the package twilio"))
    func sendsTheSameRequests() async throws {
        let cases = Self.calls + Self.others
        let expressions = cases.map { $0.python.split(separator: "\n").joined(separator: " ") }
        let expected = try #require(try OfficialLibrary.requests(expressions))
        var configuration = Stage.configuration()
        configuration.retries = .never
        let requests = try await Stage.perform(configuration) { _, _, _ in
            .answer(418, "{}")
        } _: { stage in
            for example in cases { try? await example.swift(stage.client) }
            return stage.server.requests
        }
        #expect(requests.count == expected.count)
        for (request, official) in zip(requests, expected) {
            let parameters = request.method == "POST" ? try request.form() : try request.query()
            let fields = parameters.map { [$0.name, $0.value] }.sorted { $0.lexicographicallyPrecedes($1) }
            let ours = OfficialLibrary.Request(method: request.method, path: request.path, fields: fields)
            #expect(ours == official)
        }
    }
}
