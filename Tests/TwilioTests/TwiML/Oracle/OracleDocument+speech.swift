// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    // Everything of SSML in the order of the Python list, for each place what may stand there.
    private static let pause = SSML.Break(time: .milliseconds(1_500), strength: .weak)
    private static let now = SSML.Emphasis("now", level: .strong)
    private static let french = SSML.Language("bonjour", language: .frFR)
    private static let pecan = SSML.Phoneme("pecan", alphabet: .ipa, pronunciation: "p\u{26A}\u{2C8}k\u{251}\u{2D0}n")
    private static let loud = SSML.Prosody("loud", volume: .decibels(6), rate: .percent(90), pitch: .percent(-10))
    private static let date = SSML.SayAs("12/24/2026", interpretation: .date, format: .monthDayYear)
    private static let mercury = SSML.Substitution("Hg", alias: "mercury")
    private static let read = SSML.Word("read", role: "amazon:VBD")

    private static let forWords: [any SSMLWordElement] = [pause, now, pecan, loud, date, mercury]
    private static let forSentences: [any SSMLSentenceElement] = [
        pause, now, french, pecan, loud, date, mercury, read,
    ]
    private static let forParagraphs: [any SSMLParagraphElement] = [
        pause, now, french, pecan, loud, SSML.Sentence("sentence"), date, mercury, read,
    ]
    private static let forSay: [any SSMLElement] = [
        pause, now, french, SSML.Paragraph("paragraph"), pecan, loud, SSML.Sentence("sentence"), date, mercury, read,
    ]

    static let speech = [
        OracleDocument(
            "Say, Play and Pause",
            python: """
                r.say("Good day & <welcome>", voice="Polly.Joanna-Neural", loop=2, language="en-US")
                r.say("x", voice="Google.en-US-Chirp3-HD-Aoede")
                r.play("https://example.com/a.wav?x=1&y=2", loop=0)
                r.play(digits="ww12#")
                r.pause(length=3)
                r.pause()
                """
        ) {
            Say("Good day & <welcome>", voice: .polly("Joanna", .neural), language: .enUS, loop: 2)
            Say("x", voice: .google("en-US", .chirp3HD("Aoede")))
            Play("https://example.com/a.wav?x=1&y=2", loop: 0)
            Play(digits: "ww12#")
            Pause(length: .seconds(3))
            Pause()
        },
        OracleDocument(
            "all of SSML in Say",
            python: """
                fill(r.say())
                """
        ) { Say { forSay } },
        OracleDocument(
            "all of SSML in each instruction",
            python: """
                say = r.say()
                for inner in (say.emphasis(), say.lang(), say.p(), say.prosody(), say.s(), say.w()): fill(inner)
                """
        ) {
            Say {
                SSML.Emphasis { forSentences }
                SSML.Language { forSay }
                SSML.Paragraph { forParagraphs }
                SSML.Prosody { forSay }
                SSML.Sentence { forSentences }
                SSML.Word { forWords }
            }
        },
        OracleDocument(
            "text between instructions keeps its white space",
            python: #"""
                say = r.say("  Hello \n")
                say.break_()
                say.append(" , dear  ")
                inner = say.prosody("very ", rate="slow")
                inner.emphasis("old")
                inner.append(" friend")
                say.append(".\t")
                """#
        ) {
            Say {
                "  Hello \n"
                SSML.Break()
                " , dear  "
                SSML.Prosody(rate: .slow) {
                    "very "
                    SSML.Emphasis("old")
                    " friend"
                }
                ".\t"
            }
        },
    ]
}
