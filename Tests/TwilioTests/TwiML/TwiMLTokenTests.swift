// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// The words of each list, as Twilio's own libraries have them (state of 2026).
@Suite struct TwiMLTokenTests {
    private func words(_ tokens: [some TwiMLToken]) -> String {
        tokens.map(\.rawValue).joined(separator: " ")
    }

    @Test func knowsTheWordsOfTwilio() {
        #expect(
            self.words([ConferenceBeep.true, .false, .onEnter, .onExit] as [ConferenceBeep])
                == "true false onEnter onExit"
        )
        #expect(
            self.words(
                [ConferenceEvent.start, .end, .join, .leave, .mute, .hold, .modify, .speaker, .announcement]
                    as [ConferenceEvent]
            )
                == "start end join leave mute hold modify speaker announcement"
        )
        #expect(
            self.words([JitterBufferSize.large, .medium, .small, .off] as [JitterBufferSize])
                == "large medium small off"
        )
        #expect(
            self.words([ConferenceRecording.doNotRecord, .fromStart] as [ConferenceRecording])
                == "do-not-record record-from-start"
        )
        #expect(
            self.words([ConferenceRegion.us1, .us2, .ie1, .sg1, .br1, .au1, .jp1, .de1] as [ConferenceRegion])
                == "us1 us2 ie1 sg1 br1 au1 jp1 de1"
        )
        #expect(
            self.words([ConversationEvent.initiated, .ringing, .answered, .completed] as [ConversationEvent])
                == "call-initiated call-ringing call-answered call-completed"
        )
        #expect(
            self.words(
                [DialRecording.doNotRecord, .fromAnswer, .fromRinging, .fromAnswerDual, .fromRingingDual]
                    as [DialRecording]
            )
                == "do-not-record record-from-answer record-from-ringing record-from-answer-dual "
                + "record-from-ringing-dual"
        )
        #expect(
            self.words([RecordingTrack.both, .inbound, .outbound] as [RecordingTrack])
                == "both inbound outbound"
        )
        #expect(
            self.words([CallProgressEvent.initiated, .ringing, .answered, .completed] as [CallProgressEvent])
                == "initiated ringing answered completed"
        )
        #expect(
            self.words(
                [BankAccountType.consumerChecking, .consumerSavings, .commercialChecking, .commercialSavings]
                    as [BankAccountType]
            )
                == "consumer-checking consumer-savings commercial-checking commercial-savings"
        )
        #expect(
            self.words([PaymentMethod.achDebit, .creditCard] as [PaymentMethod])
                == "ach-debit credit-card"
        )
        #expect(
            self.words([PaymentTokenType.oneTime, .reusable, .paymentMethod] as [PaymentTokenType])
                == "one-time reusable payment-method"
        )
        #expect(
            self.words(
                [PaymentCard.visa, .mastercard, .amex, .maestro, .discover, .optima, .jcb, .dinersClub, .enroute]
                    as [PaymentCard]
            )
                == "visa mastercard amex maestro discover optima jcb diners-club enroute"
        )
        #expect(
            self.words(
                [
                    PaymentError.timeout, .invalidCardNumber, .invalidCardType, .invalidDate, .invalidSecurityCode,
                    .internalError, .inputMatchingFailed,
                ] as [PaymentError]
            )
                == "timeout invalid-card-number invalid-card-type invalid-date invalid-security-code internal-error "
                + "input-matching-failed"
        )
        #expect(
            self.words(
                [
                    PaymentStep.cardNumber, .expirationDate, .securityCode, .postalCode, .processing,
                    .bankAccountNumber, .bankRoutingNumber,
                ] as [PaymentStep]
            )
                == "payment-card-number expiration-date security-code postal-code payment-processing "
                + "bank-account-number bank-routing-number"
        )
        #expect(
            self.words([RecordingEvent.inProgress, .completed, .absent] as [RecordingEvent])
                == "in-progress completed absent"
        )
        #expect(
            self.words([RecordingTrim.trimSilence, .doNotTrim] as [RecordingTrim])
                == "trim-silence do-not-trim"
        )
        #expect(
            self.words([RecordingChannels.mono, .dual] as [RecordingChannels])
                == "mono dual"
        )
        #expect(
            self.words([RejectReason.rejected, .busy] as [RejectReason])
                == "rejected busy"
        )
        #expect(
            self.words([StreamTrack.inbound, .outbound, .both] as [StreamTrack])
                == "inbound_track outbound_track both_tracks"
        )
        #expect(
            self.words([SSML.Strength.none, .extraWeak, .weak, .medium, .strong, .extraStrong] as [SSML.Strength])
                == "none x-weak weak medium strong x-strong"
        )
        #expect(
            self.words([SSML.EmphasisLevel.strong, .moderate, .reduced] as [SSML.EmphasisLevel])
                == "strong moderate reduced"
        )
        #expect(
            self.words(
                [SSML.Alphabet.ipa, .xSampa, .jyutping, .pinyin, .pronunciationKana, .yomigana] as [SSML.Alphabet]
            )
                == "ipa x-sampa x-amazon-jyutping x-amazon-pinyin x-amazon-pron-kana x-amazon-yomigana"
        )
        #expect(
            self.words(
                [
                    SSML.DateFormat.monthDayYear, .dayMonthYear, .yearMonthDay, .monthDay, .dayMonth, .yearMonth,
                    .monthYear, .day, .month, .year, .compact,
                ] as [SSML.DateFormat]
            )
                == "mdy dmy ymd md dm ym my d m y yyyymmdd"
        )
        #expect(
            self.words(
                [
                    SSML.Interpretation.characters, .spellOut, .cardinal, .number, .ordinal, .digits, .fraction, .unit,
                    .date, .time, .address, .expletive, .telephone,
                ] as [SSML.Interpretation]
            )
                == "characters spell-out cardinal number ordinal digits fraction unit date time address expletive "
                + "telephone"
        )
    }

    @Test func knowsTheWordsOfTheDocumentation() {
        #expect(
            self.words([RelayInput.none, .dtmf, .speech, .any] as [RelayInput])
                == "none dtmf speech any"
        )
        #expect(
            self.words([InterruptSensitivity.high, .medium, .low] as [InterruptSensitivity])
                == "high medium low"
        )
        #expect(
            self.words([SpeechProvider.google, .amazon, .elevenLabs, .deepgram] as [SpeechProvider])
                == "Google Amazon ElevenLabs Deepgram"
        )
        #expect(
            self.words([TextNormalization.on, .auto, .off] as [TextNormalization])
                == "on auto off"
        )
        #expect(
            self.words([RelayEvent.debugging, .speakerEvents, .tokensPlayed] as [RelayEvent])
                == "debugging speaker-events tokens-played"
        )
        #expect(
            self.words([RelayPromptField.turnState, .promptSegments] as [RelayPromptField])
                == "turn-state prompt-segments"
        )
        #expect(
            self.words([TranscriptionService.google, .deepgram] as [TranscriptionService])
                == "google deepgram"
        )
        #expect(
            self.words([PostalCode.asked, .notAsked] as [PostalCode])
                == "true false"
        )
        #expect(
            self.words(
                [
                    SSML.Volume.default, .silent, .extraSoft, .soft, .medium, .loud, .extraLoud, .decibels(6),
                    .decibels(-3), .decibels(0),
                ] as [SSML.Volume]
            )
                == "default silent x-soft soft medium loud x-loud +6dB -3dB +0dB"
        )
        #expect(
            self.words([SSML.Rate.extraSlow, .slow, .medium, .fast, .extraFast, .percent(90)] as [SSML.Rate])
                == "x-slow slow medium fast x-fast 90%"
        )
        #expect(
            self.words(
                [SSML.Pitch.default, .extraLow, .low, .medium, .high, .extraHigh, .percent(10), .percent(-10)]
                    as [SSML.Pitch]
            )
                == "default x-low low medium high x-high +10% -10%"
        )
    }

    @Test func knowsTheLanguagesOfSay() {
        let known: [SpeechLanguage] = [
            .afZA, .amET, .arAE, .arXA, .arb, .bgBG, .bnIN, .caES, .cmnCN, .cmnTW, .csCZ, .cyGB, .daDK, .deAT,
            .deDE, .elGR, .enAU, .enCA, .enGB, .enGBWLS, .enIE, .enIN, .enNZ, .enUS, .enZA, .esES, .esMX, .esUS,
            .fiFI, .filPH, .frCA, .frFR, .frBE, .guIN, .heIL, .hiIN, .huHU, .idID, .isIS, .itIT, .jaJP, .knIN,
            .koKR, .lvLV, .mlIN, .mrIN, .msMY, .nbNO, .nlBE, .nlNL, .paIN, .plPL, .ptBR, .ptPT, .roRO, .ruRU, .skSK,
            .srRS, .svSE, .taIN, .teIN, .thTH, .trTR, .ukUA, .viVN, .yueHK, .zhCN, .zhHK, .zhTW,
        ]
        let names = """
            af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU
            en-CA en-GB en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US fi-FI fil-PH fr-CA fr-FR fr-BE gu-IN
            he-IL hi-IN hu-HU id-ID is-IS it-IT ja-JP kn-IN ko-KR lv-LV ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL pa-IN
            pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK zh-CN zh-HK
            zh-TW
            """
        #expect(known.map(\.rawValue) == names.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test func knowsTheLanguagesOfGather() {
        let known: [SpeechLanguage] = [
            .afZA, .amET, .arAE, .arBH, .arDZ, .arEG, .arIL, .arIQ, .arJO, .arKW, .arLB, .arMA, .arOM, .arPS, .arQA,
            .arSA, .arTN, .azAZ, .bgBG, .bnBD, .bnIN, .caES, .csCZ, .daDK, .deDE, .elGR, .enAU, .enCA, .enGB, .enGH,
            .enIE, .enIN, .enKE, .enNG, .enNZ, .enPH, .enSG, .enTZ, .enUS, .enZA, .esAR, .esBO, .esCL, .esCO, .esCR,
            .esDO, .esEC, .esES, .esGT, .esHN, .esMX, .esNI, .esPA, .esPE, .esPR, .esPY, .esSV, .esUS, .esUY, .esVE,
            .etEE, .euES, .faIR, .fiFI, .filPH, .frCA, .frFR, .glES, .guIN, .heIL, .hiIN, .hrHR, .huHU, .hyAM,
            .idID, .isIS, .itIT, .jaJP, .jvID, .kaGE, .kmKH, .knIN, .koKR, .loLA, .ltLT, .lvLV, .mkMK, .mlIN, .mnMN,
            .mrIN, .msMY, .myMM, .narIQ, .nbNO, .neNP, .nlBE, .nlNL, .paGuruIN, .plPL, .ptBR, .ptPT, .roRO, .ruRU,
            .siLK, .skSK, .slSI, .sqAL, .srRS, .suID, .svSE, .swKE, .swTZ, .taIN, .taLK, .taMY, .taSG, .teIN, .thTH,
            .trTR, .ukUA, .urIN, .urPK, .uzUZ, .viVN, .yueHantHK, .zh, .cmnHansCN, .zhTW, .cmnHantTW, .zuZA,
        ]
        let names = """
            af-ZA am-ET ar-AE ar-BH ar-DZ ar-EG ar-IL ar-IQ ar-JO ar-KW ar-LB ar-MA ar-OM ar-PS ar-QA ar-SA ar-TN
            az-AZ bg-BG bn-BD bn-IN ca-ES cs-CZ da-DK de-DE el-GR en-AU en-CA en-GB en-GH en-IE en-IN en-KE en-NG
            en-NZ en-PH en-SG en-TZ en-US en-ZA es-AR es-BO es-CL es-CO es-CR es-DO es-EC es-ES es-GT es-HN es-MX
            es-NI es-PA es-PE es-PR es-PY es-SV es-US es-UY es-VE et-EE eu-ES fa-IR fi-FI fil-PH fr-CA fr-FR gl-ES
            gu-IN he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP jv-ID ka-GE km-KH kn-IN ko-KR lo-LA lt-LT
            lv-LV mk-MK ml-IN mn-MN mr-IN ms-MY my-MM nar-IQ nb-NO ne-NP nl-BE nl-NL pa-guru-IN pl-PL pt-BR pt-PT
            ro-RO ru-RU si-LK sk-SK sl-SI sq-AL sr-RS su-ID sv-SE sw-KE sw-TZ ta-IN ta-LK ta-MY ta-SG te-IN th-TH
            tr-TR uk-UA ur-IN ur-PK uz-UZ vi-VN yue-Hant-HK zh cmn-Hans-CN zh-TW cmn-Hant-TW zu-ZA
            """
        #expect(known.map(\.rawValue) == names.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test func knowsTheLanguagesOfSSML() {
        let known: [SpeechLanguage] = [
            .arb, .arAE, .caES, .cmnCN, .cyGB, .daDK, .deDE, .deAT, .enAU, .enGB, .enGBWLS, .enIN, .enNZ, .enUS,
            .enZA, .esES, .esMX, .esUS, .fiFI, .frCA, .frFR, .heIL, .hiIN, .isIS, .itIT, .jaJP, .koKR, .nbNO, .nlNL,
            .plPL, .ptBR, .ptPT, .roRO, .ruRU, .svSE, .trTR, .yueCN,
        ]
        let names = """
            arb ar-AE ca-ES cmn-CN cy-GB da-DK de-DE de-AT en-AU en-GB en-GB-WLS en-IN en-NZ en-US en-ZA es-ES es-MX
            es-US fi-FI fr-CA fr-FR he-IL hi-IN is-IS it-IT ja-JP ko-KR nb-NO nl-NL pl-PL pt-BR pt-PT ro-RO ru-RU
            sv-SE tr-TR yue-CN
            """
        #expect(known.map(\.rawValue) == names.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test func knowsTheLanguagesOfPay() {
        let known: [SpeechLanguage] = [
            .deDE, .enAU, .enCA, .enGB, .enIN, .enIE, .enNZ, .enPH, .enZA, .enUS, .esES, .esUS, .frCA, .frFR, .itIT,
        ]
        let names = """
            de-DE en-AU en-CA en-GB en-IN en-IE en-NZ en-PH en-ZA en-US es-ES es-US fr-CA fr-FR it-IT
            """
        #expect(known.map(\.rawValue) == names.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
