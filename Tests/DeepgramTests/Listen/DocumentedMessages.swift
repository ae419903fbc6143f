// SPDX-License-Identifier: Apache-2.0

/// One message of each kind, as documented: github.com/deepgram/deepgram-api-specs `asyncapi.yml`,
/// developers.deepgram.com "Utterance End", "Speech Started", "Force End Turn", PyPI `deepgram-sdk` 7.17.0.
enum DocumentedMessages {
    static let results = #"""
        {"type":"Results","channel_index":[0,1],"duration":1.65,"start":0.0,"is_final":true,"speech_final":true,
         "channel":{"alternatives":[{"transcript":"Testing. 123.","confidence":0.77905273,"languages":["en"],
           "words":[{"word":"testing","start":1.07,"end":1.57,"confidence":0.69189453,"punctuated_word":"Testing.","speaker":0,"language":"en"},
                    {"word":"123","start":1.895,"end":2.395,"confidence":0.77905273,"punctuated_word":"123."}]}]},
         "metadata":{"request_id":"52cc0efe-fa77-4aa7-b79c-0dda09de2f14","model_info":{"name":"2-general-nova","version":"2024-01-18.26916","arch":"nova-2"},"model_uuid":"c0d1a568-ce81-4fea-97e7-bd45cb1fdf3c"},
         "from_finalize":false}
        """#
    static let metadata = #"""
        {"type":"Metadata","transaction_key":"deprecated","request_id":"8c8ebea9-dbec-45fa-a035-e4632cb05b5f","sha256":"e3b0c442","created":"2024-08-29T22:37:55.202Z","duration":1.5,"channels":1}
        """#
    static let speechStarted = #"{"type":"SpeechStarted","channel":[0,1],"timestamp":9.54}"#
    static let utteranceEnd = #"{"type":"UtteranceEnd","channel":[0,1],"last_word_end":2.395}"#
    static let error = #"""
        {"type":"Error","variant":"SchemaError","description":"Could not deserialize","message":"{\"type\":\"Nope\"}"}
        """#
    static let configured = #"{"type":"ConfigureSuccess","request_id":"a","keyterms":["b c"]}"#
    static let configureFailed = #"""
        {"type":"ConfigureFailure","request_id":"a","code":"CONFIGURE_KEYTERM_LIMIT_EXCEEDED","description":"too many"}
        """#
    static let connected = #"{"type":"Connected","request_id":"5b2b7e2c-8a4d-4f4e-9a3b-0d8a4e5f6a7b","sequence_id":0}"#
    static let turn = #"""
        {"type":"TurnInfo","request_id":"a","sequence_id":11,"event":"EndOfTurn","turn_index":0,"audio_window_start":0.0,"audio_window_end":1.7,"transcript":"Hi I need to cancel.","words":[{"word":"Hi","confidence":0.95,"start":0.42,"end":0.56},{"word":"I","confidence":0.5}],"end_of_turn_confidence":0.72,"trigger":"model"}
        """#
    static let warning = #"""
        {"type":"Warning","request_id":"a","sequence_id":14,"code":"FORCE_END_TURN_NO_ACTIVE_TURN","description":"no turn"}
        """#
    static let fatal = #"{"type":"Error","sequence_id":15,"code":"INTERNAL_SERVER_ERROR","description":"sorry"}"#

    static let all = [
        results, metadata, speechStarted, utteranceEnd, error, configured, configureFailed, connected, turn, warning,
        fatal,
    ]
}
