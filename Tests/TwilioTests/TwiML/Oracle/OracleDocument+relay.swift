// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    static let relay = [
        OracleDocument(
            "ConversationRelay",
            python: """
                c = r.connect().conversation_relay(url="wss://example.com/relay", language="de-DE",
                    tts_language="de-AT", transcription_language="multi", tts_provider="ElevenLabs", voice="v",
                    transcription_provider="Deepgram",
                    speech_model="nova-3-general", profanity_filter=False, dtmf_detection=True,
                    welcome_greeting="Hello & welcome", partial_prompts=True, welcome_greeting_interruptible="none",
                    interruptible="speech", preemptible=True, hints="a table,two people", intelligence_service="GA1",
                    report_input_during_agent_speech="dtmf", elevenlabs_text_normalization="on",
                    interrupt_sensitivity="low", debug="debugging speaker-events tokens-played",
                    backgroundNoiseReduction="low", speechTimeout="900", deepgramSmartFormat=True,
                    ignoreBackchannel=True, events="speaker-events tokens-played", partial_prompt_on_hangup=True,
                    eager_eot_threshold=0.4, asr_smart_format=False, tts_text_normalization="auto",
                    tts_language_text_normalization=True, elevenlabs_language_text_normalization=False,
                    include_in_prompt="turn-state prompt-segments", customer_name="Ann", application_reconnect=True,
                    echo_prompt_filtering=True, turn_detection=True,
                    eotThreshold=0.7, conversationConfiguration="cc", conversationId="ci")
                c.language(code="en-US", tts_provider="Google", voice="en-US-Journey-O",
                    transcription_provider="Google",
                    speech_model="telephony", hints="a,b", asr_smart_format=True, tts_text_normalization="off",
                    tts_language_text_normalization=False)
                c.parameter(name="a", value="b")
                """
        ) {
            Connect {
                ConversationRelay(
                    url: "wss://example.com/relay",
                    welcomeGreeting: "Hello & welcome",
                    welcomeGreetingInterruptible: RelayInput.none,
                    language: .deDE,
                    ttsLanguage: .deAT,
                    transcriptionLanguage: .multi,
                    ttsProvider: .elevenLabs,
                    voice: "v",
                    transcriptionProvider: .deepgram,
                    speechModel: "nova-3-general",
                    profanityFilter: false,
                    interruptible: .speech,
                    interruptSensitivity: .low,
                    ignoreBackchannel: true,
                    reportInputDuringAgentSpeech: .dtmf,
                    dtmfDetection: true,
                    preemptible: true,
                    partialPrompts: true,
                    partialPromptOnHangup: true,
                    hints: ["a table", "two people"],
                    speechTimeout: .after(.milliseconds(900)),
                    turnDetection: true,
                    eotThreshold: 0.7,
                    eagerEotThreshold: 0.4,
                    deepgramSmartFormat: true,
                    asrSmartFormat: false,
                    elevenlabsTextNormalization: .on,
                    ttsTextNormalization: .auto,
                    elevenlabsLanguageTextNormalization: false,
                    ttsLanguageTextNormalization: true,
                    backgroundNoiseReduction: "low",
                    echoPromptFiltering: true,
                    includeInPrompt: [.turnState, .promptSegments],
                    events: [.speakerEvents, .tokensPlayed],
                    debug: [.debugging, .speakerEvents, .tokensPlayed],
                    applicationReconnect: true,
                    customerName: "Ann",
                    intelligenceService: "GA1",
                    conversationConfiguration: "cc",
                    conversationId: "ci"
                ) {
                    RelayLanguage(
                        code: .enUS,
                        ttsProvider: .google,
                        voice: "en-US-Journey-O",
                        transcriptionProvider: .google,
                        speechModel: "telephony",
                        hints: ["a", "b"],
                        asrSmartFormat: true,
                        ttsTextNormalization: .off,
                        ttsLanguageTextNormalization: false
                    )
                    Parameter(name: "a", value: "b")
                }
            }
        }
    ]
}
