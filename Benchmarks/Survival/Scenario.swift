// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import SwitchboardTesting

/// What the scenarios share: calls go on, something happens to the servers, and in the end everything is compared.
struct Scenario {
    let name: String
    let options: StageOptions
    let stage: Stage
    let seconds: Int
    let ramp: Int

    /// Sets a stage, runs what is to be shown on it, prints the report and ends everything, whatever comes of it. Throws
    /// if the report is not good.
    static func show(
        _ options: StageOptions,
        servers: Int,
        sharesStore: Bool = true,
        _ body: (Stage) async throws -> SurvivalReport
    ) async throws {
        let stage = try await Stage(options, servers: servers, sharesStore: sharesStore)
        let outcome: Result<SurvivalReport, any Error>
        do { outcome = .success(try await body(stage)) } catch { outcome = .failure(error) }
        await stage.close()
        let report = try outcome.get()
        print(options.json ? try report.json() : report.description)
        if !report.isGood { throw ExitCode.failure }
    }

    /// Runs the calls with `disturb` beside them.
    func run(_ disturb: (Stage, CallBoard) async throws -> [String]) async throws -> SurvivalReport {
        let board = CallBoard()
        let shown = ShownLines()
        let port = self.stage.port
        let calls = (0..<self.options.calls).map { index -> (SpokenPlan, SimulatedCall) in
            let plan = SpokenPlan(seconds: self.seconds, seed: UInt64(index))
            return (plan, self.stage.call(plan))
        }
        async let watching: Void = shown.watch(
            { await board.sids },
            until: { await board.placed.count == calls.count },
            at: port
        )
        let (ramp, twilio) = (self.ramp, self.stage.twilio)
        async let placing: Void = board.place(calls, ramp: ramp, on: twilio)
        var notes = try await disturb(self.stage, board)
        try await placing
        await watching
        let failures = await shown.failures
        notes.append(
            "\(await shown.polls) transcripts read in mid-call, \(failures.values.reduce(0, +)) reads failed \(failures)"
        )
        return try await self.compare(board, shown, notes)
    }

    private func compare(_ board: CallBoard, _ shown: ShownLines, _ notes: [String]) async throws -> SurvivalReport {
        var report = SurvivalReport(scenario: self.name)
        report.linesShown = await shown.count
        report.notes = notes
        var gaps: [Double] = []
        let server = OperatorClient(port: self.stage.port)
        // The last words come a little after the call.
        try await Task.sleep(for: .seconds(5))
        for placed in await board.placed {
            var transcript = try await server.transcript(of: placed.result.sid)
            var record = try await server.record(of: placed.result.sid)
            // What a broken stream has lost never comes.
            let isWhole = placed.result.streams.count == 1
            for _ in 0..<20
            where record.active || isWhole && transcript.callerWords.count < placed.plan.words.count {
                try await Task.sleep(for: .milliseconds(500))
                transcript = try await server.transcript(of: placed.result.sid)
                record = try await server.record(of: placed.result.sid)
            }
            let lines = transcript.lines.filter { $0.speaker == "caller" }.map(\.text)
            let differences = await shown.differences(
                placed.result.sid,
                lines,
                breaks: placed.result.streams.count - 1
            )
            gaps += report.add(placed, transcript, record, shown: differences)
        }
        report.setResumeTimes(gaps)
        report.complaints = self.stage.complaints
        report.sids = await board.placed.map(\.result.sid)
        return report
    }
}
