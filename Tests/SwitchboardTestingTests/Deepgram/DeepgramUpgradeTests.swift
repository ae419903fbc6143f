// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeepgramUpgradeTests {
    static let nova = "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000"
    static let flux = EngineLine.fluxTarget

    @Test func readsTheReferencesOwnURL() throws {
        let upgrade = try DeepgramUpgrade(
            target: EngineLine.target + "&punctuate=true&tag=call%3ACA123&keyterm=a%20b%2B"
        )
        #expect(upgrade.version == .nova)
        #expect(upgrade.endpointing == 300)
        #expect(upgrade.utteranceEnd == 1000)
        #expect(upgrade.wantsInterims && upgrade.wantsVoiceEvents && upgrade.wantsPunctuation)
        #expect(upgrade.unknownParameters.isEmpty)
        #expect(try DeepgramUpgrade(target: Self.nova).endpointing == 10)
        #expect(try DeepgramUpgrade(target: Self.nova + "&endpointing=false").endpointing == nil)
    }

    @Test(arguments: [
        "/v1/listen", "/v1/listen?model=nova-3", "/v1/listen?encoding=mulaw&sample_rate=8000",
        "/v1/listen?model=nova-3&encoding=mulaw", nova + "&keywords=a:2", nova + "&interim_results=True",
        nova + "&interim_results=1", nova + "&utterance_end_ms=1000", nova + "&interim_results=true&utterance_end_ms=x",
        nova + "&language=english", nova + "&language=", nova + "&keyterm=%zz", nova + "&keyterm=%C3%28",
        nova + "&endpointing=soon", nova + "&channels=0",
        "/v1/listen?model=nova-2&encoding=mulaw&sample_rate=8000&keyterm=a",
        "/v1/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000",
        "/v2/listen?model=nova-3&encoding=mulaw&sample_rate=8000", flux + "&eot_threshold=0.2",
        flux + "&eot_threshold=0.6&eager_eot_threshold=0.7", flux + "&eot_timeout_ms=100", flux + "&channels=2",
        nova + "&keyterm=" + String(repeating: "a%20", count: 501),
    ])
    func refusesWith400(target: String) {
        let refusal = #expect(throws: DeepgramRefusal.self) { try DeepgramUpgrade(target: target) }
        #expect(refusal?.status == 400)
        #expect(refusal?.message.isEmpty == false)
    }

    @Test(arguments: ["", "/", "/v1/listens?model=nova-3", "/v1/listen/?model=nova-3", nova + " x"])
    func knowsNothingElse(target: String) {
        let refusal = #expect(throws: DeepgramRefusal.self) { try DeepgramUpgrade(target: target) }
        #expect(refusal?.status == 404)
    }

    @Test func notesWhatTheReferenceDoesNotList() throws {
        let upgrade = try DeepgramUpgrade(target: Self.nova + "&interim_result=true&smart=1")
        #expect(upgrade.unknownParameters == ["interim_result", "smart"])
        let model = DeepgramEngineModel(upgrade)
        #expect(model.report.violations.map(\.kind) == [.unknownParameter, .unknownParameter])
    }

    @Test func everyTruncationIsReadOrRefused() {
        let target = EngineLine.target + "&keyterm=caf%C3%A9"
        for length in 0...target.utf8.count {
            // Must not trap, whatever it says.
            _ = try? DeepgramUpgrade(target: String(decoding: target.utf8.prefix(length), as: UTF8.self))
        }
    }
}
