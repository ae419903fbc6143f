// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// What is asked for, and what is not.
struct ListenParametersTests {
    private static func nova(_ change: (inout NovaParameters) -> Void) -> NovaParameters {
        var parameters = NovaParameters()
        change(&parameters)
        return parameters
    }

    private static func flux(_ change: (inout FluxParameters) -> Void) -> FluxParameters {
        var parameters = FluxParameters()
        change(&parameters)
        return parameters
    }

    @Test func asksByDefaultForWhatSuitsATelephone() {
        #expect(
            ListenParameters.nova(NovaParameters()).target
                == "/v1/listen?model=nova-3&language=en-US&encoding=mulaw&sample_rate=8000&channels=1&interim_results=true"
                + "&endpointing=300&utterance_end_ms=1000&vad_events=true&punctuate=true"
        )
        #expect(
            ListenParameters.flux(FluxParameters()).target
                == "/v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000"
        )
        #expect(ListenParameters.nova(NovaParameters()).problems().isEmpty)
        #expect(ListenParameters.flux(FluxParameters()).problems().isEmpty)
    }

    @Test func writesEveryParameterOfNova() {
        let parameters = Self.nova {
            $0.endpointing = nil
            $0.utteranceEnd = nil
            $0.interimResults = false
            $0.vadEvents = false
            $0.punctuate = false
            $0.smartFormat = true
            $0.noDelay = true
            $0.numerals = true
            $0.dictation = true
            $0.fillerWords = true
            $0.profanityFilter = true
            $0.redact = ["pci", "ssn"]
            $0.diarizeModel = "latest"
            $0.keyterms = ["customer service", "a&b=c+d", "Ü"]
            $0.keywords = ["snuffleupagus:5"]
            $0.languageHints = ["en", "es"]
            $0.search = ["x"]
            $0.replace = ["this:that"]
            $0.tags = ["call:CA123"]
            $0.extra = ["key:value"]
            $0.optsOutOfTraining = true
            $0.version = "2024-01-18.26916"
        }
        #expect(
            ListenParameters.nova(parameters).target
                == "/v1/listen?model=nova-3&language=en-US&encoding=mulaw&sample_rate=8000&channels=1&interim_results=false"
                + "&endpointing=false&vad_events=false&smart_format=true&no_delay=true&numerals=true&dictation=true"
                + "&filler_words=true&profanity_filter=true&redact=pci&redact=ssn&diarize_model=latest"
                + "&keyterm=customer%20service&keyterm=a%26b%3Dc%2Bd&keyterm=%C3%9C&keywords=snuffleupagus%3A5"
                + "&language_hint=en&language_hint=es&search=x&replace=this%3Athat&tag=call%3ACA123&extra=key%3Avalue"
                + "&mip_opt_out=true&version=2024-01-18.26916"
        )
    }

    @Test func writesEveryParameterOfFlux() {
        let parameters = Self.flux {
            $0.model = "flux-general-multi"
            $0.endOfTurnThreshold = 0.8
            $0.eagerEndOfTurnThreshold = 0.4
            $0.endOfTurnTimeout = 6_000
            $0.keyterms = ["a b"]
            $0.languageHints = ["en", "es"]
            $0.numerals = true
            $0.profanityFilter = true
            $0.redact = ["numbers"]
            $0.tags = ["t"]
            $0.optsOutOfTraining = true
        }
        #expect(parameters.problems().isEmpty)
        #expect(
            ListenParameters.flux(parameters).target
                == "/v2/listen?model=flux-general-multi&encoding=mulaw&sample_rate=8000&eager_eot_threshold=0.4"
                + "&eot_threshold=0.8&eot_timeout_ms=6000&keyterm=a%20b&language_hint=en&language_hint=es"
                + "&profanity_filter=true&numerals=true&redact=numbers&mip_opt_out=true&tag=t"
        )
    }

    @Test(arguments: [
        (nova { $0.keywords = ["a"] }, "give them as keyterms"),
        (
            nova {
                $0.model = "nova-2"; $0.keyterms = ["a"]
            }, "give them as keywords"
        ),
        (nova { $0.model = "nova-3-phonecall" }, "use nova-3, or nova-2-phonecall"),
        (
            nova {
                $0.model = "nova-2-phonecall"; $0.language = "de"
            }, "set language=en-US"
        ),
        (nova { $0.model = "flux-general-en" }, "/v2/listen"), (nova { $0.model = " " }, "write nova-3"),
        (nova { $0.utteranceEnd = 999 }, "write 1000"), (nova { $0.utteranceEnd = 5_001 }, "write 1000"),
        (nova { $0.interimResults = false }, "interim_results"), (nova { $0.endpointing = -1 }, "such as 300"),
        (
            nova {
                $0.dictation = true; $0.punctuate = false
            }, "dictation wants punctuate"
        ),
        (
            nova {
                $0.dictation = true; $0.language = "de"
            }, "English only"
        ),
        (nova { $0.diarizeModel = "v2" }, "write latest or v1"), (nova { $0.language = "english" }, "write en."),
        (nova { $0.language = "German" }, "write de."), (nova { $0.language = "" }, "language tag"),
        (nova { $0.language = "en_US" }, "write en-US"), (nova { $0.language = "en-" }, "language tag"),
        (nova { $0.languageHints = ["en"] }, "language=multi"), (nova { $0.keyterms = [""] }, "keyterm is empty"),
        (nova { $0.keyterms = Array(repeating: "a", count: 101) }, "more than 100"),
        (nova { $0.keyterms = Array(repeating: "a b c d e f", count: 90) }, "500 tokens"),
        (
            nova {
                $0.model = "nova-2"; $0.keywords = Array(repeating: "a", count: 101)
            }, "more than 100"
        ),
        (
            nova {
                $0.model = "nova-2"; $0.keywords = ["a:loud"]
            }, "word:boost"
        ), (nova { $0.redact = [""] }, "redact"),
        (nova { $0.tags = [String(repeating: "x", count: 129)] }, "128"), (nova { $0.extra = ["x"] }, "key:value"),
        (nova { $0.extra = ["k:" + String(repeating: "x", count: 2_048)] }, "2048"),
        (nova { $0.replace = [":x"] }, "this:that"), (nova { $0.version = "" }, "latest"),
    ])
    func knowsWhatNovaRefuses(parameters: NovaParameters, mend: String) {
        let problems = parameters.problems()
        #expect(problems.count == 1 && problems.first?.contains(mend) == true, "\(problems)")
        let error = #expect(throws: DeepgramError.self) { try ListenParameters.nova(parameters).validate() }
        #expect(error?.code == .invalidParameters && error?.message.contains(mend) == true)
    }

    @Test(arguments: [
        (flux { $0.model = "nova-3" }, "/v1/listen"), (flux { $0.model = "" }, "flux-general-en"),
        (flux { $0.endOfTurnThreshold = 0.4 }, "write 0.7"), (flux { $0.endOfTurnThreshold = 0.95 }, "write 0.7"),
        (flux { $0.endOfTurnThreshold = .nan }, "write 0.7"), (flux { $0.eagerEndOfTurnThreshold = 0.2 }, "write 0.5"),
        (flux { $0.eagerEndOfTurnThreshold = 0.75 }, "lower it"),
        (
            flux {
                $0.eagerEndOfTurnThreshold = 0.7; $0.endOfTurnThreshold = 0.6
            }, "lower it"
        ),
        (flux { $0.endOfTurnTimeout = 499 }, "write 5000"), (flux { $0.endOfTurnTimeout = 60_001 }, "write 5000"),
        (flux { $0.languageHints = ["en"] }, "flux-general-multi"), (flux { $0.redact = ["pci"] }, "numbers"),
        (flux { $0.keyterms = Array(repeating: "a", count: 101) }, "more than 100"), (flux { $0.tags = [""] }, "tag"),
    ])
    func knowsWhatFluxRefuses(parameters: FluxParameters, mend: String) {
        let problems = parameters.problems()
        #expect(problems.count == 1 && problems.first?.contains(mend) == true, "\(problems)")
        let error = #expect(throws: DeepgramError.self) { try ListenParameters.flux(parameters).validate() }
        #expect(error?.code == .invalidParameters)
    }

    @Test func namesAllProblemsAtOnce() {
        let parameters = Self.nova {
            $0.keywords = ["a"]
            $0.utteranceEnd = 10
            $0.language = "english"
            $0.diarizeModel = "v2"
        }
        #expect(parameters.problems().count == 4)
    }

    @Test(arguments: [
        nova {
            $0.language = "multi"; $0.languageHints = ["en", "es"]; $0.endpointing = 100
        },
        nova {
            $0.model = "nova-2-phonecall"; $0.language = "en"; $0.keywords = ["a:1.5", "b"]
        },
        nova {
            $0.utteranceEnd = nil; $0.interimResults = false
        }, nova { $0.language = "zh-Hans" },
        nova {
            $0.model = "nova-3-medical"; $0.keyterms = ["a"]
        },
        nova {
            $0.dictation = true; $0.language = "en-GB"
        },
    ])
    func takesWhatIsLegal(parameters: NovaParameters) {
        #expect(parameters.problems() == [])
    }
}
