// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SwitchboardTesting

struct DocumentSchemaTests {
    private func complaints(_ text: String) throws -> [String] {
        try DocumentReader.read(Array("<Response>\(text)</Response>".utf8)).flatMap(DocumentSchema.complaints)
    }

    @Test(arguments: [
        #"<Say voice="alice"><p><s>a</s></p><lang xml:lang="de-DE">b</lang><say-as interpret-as="date">c</say-as></Say>"#,
        #"<Start><Stream url="wss://h/x" track="both_tracks" name="n"><Parameter name="a" value="b"/></Stream></Start>"#,
        #"<Stop><Stream name="n"/></Stop>"#,
        #"<Start><Recording channels="dual" recordingStatusCallback="https://h/"/><Transcription name="t"/></Start>"#,
        #"<Connect><ConversationRelay url="wss://h/x" dtmfDetection="true"><Language code="de-DE"/></ConversationRelay></Connect>"#,
        #"<Dial><Sip username="u"><Uri priority="1">sip:a@b</Uri><Headers><Header name="X-A" value="b"/></Headers></Sip></Dial>"#,
        #"<Dial><Conference participantLabel="a" coach="CA0" jitterBufferSize="small">r</Conference></Dial>"#,
        #"<Dial><Application><ApplicationSid>AP</ApplicationSid></Application><WhatsApp>+1</WhatsApp></Dial>"#,
        #"<Enqueue workflowSid="WW" maxQueueSize="3"><Task priority="1">{}</Task></Enqueue>"#,
        #"<Pay paymentConnector="x"><Prompt for="postal-code"><Say>a</Say></Prompt><Parameter name="a" value="b"/></Pay>"#,
        #"<Refer action="/x"><Sip>sip:a@b</Sip></Refer><Echo/><Leave/><Hangup><Parameter name="a" value="b"/></Hangup>"#,
    ])
    func knowsWhatTwilioKnows(_ text: String) throws {
        #expect(try self.complaints(text) == [])
    }

    @Test(arguments: [
        ("<Number>+1</Number>", "unknown element <Number>"), ("<say>a</say>", "unknown element <say>"),
        (#"<Say Voice="a">b</Say>"#, "<Say> has no attribute Voice"),
        ("<Say><s><p>a</p></s></Say>", "<p> is not allowed in <s>"),
        ("<Start><ConversationRelay/></Start>", "<ConversationRelay> is not allowed in <Start>"),
        ("<Stop><Recording/></Stop>", "<Recording> is not allowed in <Stop>"),
        (#"<Dial><Conference label="a">r</Conference></Dial>"#, "<Conference> has no attribute label"),
        (
            #"<Connect><ConversationRelay backgroundnoisereduction="on"/></Connect>"#,
            "<ConversationRelay> has no attribute backgroundnoisereduction"
        ),
    ])
    func complainsOfTheRest(_ text: String, _ complaint: String) throws {
        #expect(try self.complaints(text) == [complaint])
    }
}
